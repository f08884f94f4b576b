/**
 * What a document says about the page: what is in sight, and what a teacher has fixed for a reader of a link: controls that
 * are hidden or locked, and whether training begins by itself.
 */
import * as v from 'valibot';
import { among, listed, quoted } from '../../math/shown.ts';
import type { Problem, System } from '../../simulators/system.ts';
import { LONGEST_TABLE_NAME } from '../../simulators/table/names.ts';
import { sorted } from '../sorted.ts';
import { taskRecord, titleRecord } from './classWords.ts';

/** What can be hidden or locked, with what it is, for the dialog that builds links and for the documentation. */
export const controlNames = {
  system: 'choice of the system',
  priors: 'priors of the parameters',
  nuisances: 'nuisance parameters',
  design: 'design',
  training: 'network and budget',
  seed: 'seed',
  transport: 'train, step, reset',
  truth: 'true value and new noise',
  observation: 'data: points to drag, files',
  views: 'choice of the view of the posterior',
  check: 'column of checks',
  mending: 'corrections',
  sandbox: 'sandbox',
  engine: 'choice of the engine',
} as const;

export type ControlName = keyof typeof controlNames;

const controls = v.pipe(v.array(v.picklist(Object.keys(controlNames) as ControlName[])), v.readonly());
const key = v.pipe(v.string(), v.maxLength(LONGEST_TABLE_NAME));

/** Bounds of the view of rejection. */
export const rejectionLimits = {
  tolerance: { low: 1e-4, high: 1000 },
  simulations: { low: 100, high: 200_000 },
} as const;

const rejectionRecord = v.strictObject({
  /** In standard deviations of the summaries; null: that of the nearest few per cent. */
  tolerance: v.nullable(
    v.pipe(v.number(), v.minValue(rejectionLimits.tolerance.low), v.maxValue(rejectionLimits.tolerance.high)),
  ),
  /** Places of the summaries that are compared, one or two; null: all. */
  summaries: v.nullable(
    v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.minLength(1), v.maxLength(2), v.readonly()),
  ),
  /** Key of a quantity; null: the first. */
  quantity: v.nullable(key),
  simulations: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(rejectionLimits.simulations.low),
    v.maxValue(rejectionLimits.simulations.high),
  ),
});

const defaultRejection: v.InferOutput<typeof rejectionRecord> = {
  tolerance: null,
  summaries: null,
  quantity: null,
  simulations: 10_000,
};

/** Most layers that a link may ask for; a network has fewer. */
export const MOST_LAYERS = 100;

const flowRecord = v.strictObject({
  /** After how many transforms; 0: the base; beyond them, the parameters; null: the last there is. */
  layer: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_LAYERS))),
  /** Keys of two parameters; null: the first two. */
  axes: v.nullable(v.pipe(v.tuple([key, key]), v.readonly())),
});

const defaultFlow: v.InferOutput<typeof flowRecord> = { layer: null, axes: null };

const conceptsRecord = v.strictObject({
  /** Of the view of the likelihood: a window in time units, or the key of a parameter; null: the first. */
  window: v.nullable(key),
  /** Of the view of three networks: the key of the nuisance parameter; null: the first that is drawn. */
  nuisance: v.nullable(key),
});

const defaultConcepts: v.InferOutput<typeof conceptsRecord> = { window: null, nuisance: null };

export const viewRecord = v.strictObject({
  /** The column that a phone shows. */
  column: v.picklist(['assume', 'infer', 'check']),
  tab: v.picklist(['posterior', 'ridge', 'flow', 'rejection', 'many']),
  zoomed: v.boolean(),
  /** Quantities of the corner figure, where they do not all fit; null: the first ones. */
  corner: v.nullable(v.pipe(v.array(key), v.minLength(1), v.maxLength(100), v.readonly())),
  ridge: v.strictObject({
    axes: v.nullable(v.pipe(v.tuple([key, key]), v.readonly())),
    scale: v.picklist(['log', 'linear']),
  }),
  /** Documents of before have none. */
  flow: v.optional(flowRecord, defaultFlow),
  rejection: v.optional(rejectionRecord, defaultRejection),
  concepts: v.optional(conceptsRecord, defaultConcepts),
  /** Whether a change of assumptions trains a new network without being asked. */
  retrain: v.boolean(),
  /** What the page begins with. */
  start: v.union([v.boolean(), v.picklist(['untrained', 'train'])]),
  /** Whether training must take the same steps in every browser; documents of before do not say. */
  engine: v.optional(v.picklist(['fastest', 'reproducible']), 'fastest'),
  /** How much is in sight; left out, which documents of before do: the reader's own choice. */
  detail: v.optional(v.picklist(['simple', 'full'])),
  /** The words of whoever made the link: classWords.ts. */
  title: titleRecord,
  task: taskRecord,
  hidden: controls,
  /** Shown, but not to be changed. */
  locked: controls,
});

export type ViewRecord = v.InferOutput<typeof viewRecord>;

/**
 * What the page begins with. `true`: the network that comes with the page, where there is one, else a training; `false`: the
 * same without training; 'untrained': the initial weights, whatever comes with the page; 'train': a training from them at once.
 */
export type StartChoice = ViewRecord['start'];

export const defaultView: ViewRecord = {
  column: 'infer',
  tab: 'posterior',
  zoomed: false,
  corner: null,
  ridge: { axes: null, scale: 'log' },
  flow: defaultFlow,
  rejection: defaultRejection,
  concepts: defaultConcepts,
  retrain: true,
  start: true,
  engine: 'fastest',
  hidden: [],
  locked: [],
};

/** A view as a document holds it: without what documents of before lack, where it is as it was then. They stay the same bytes. */
export function writtenView({ flow, rejection, concepts, ...view }: ViewRecord): Partial<ViewRecord> {
  const same = (a: object, b: object) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
  return {
    ...view,
    ...(same(flow, defaultFlow) ? {} : { flow }),
    ...(same(rejection, defaultRejection) ? {} : { rejection }),
    ...(same(concepts, defaultConcepts) ? {} : { concepts }),
  };
}

/** One sentence each, without a full stop, for quantities that the system does not have. */
export function viewProblems(
  system: System,
  { design }: Problem,
  { corner, ridge, rejection, concepts }: ViewRecord,
): string[] {
  const shown = system.display(design).map((quantity) => quantity.key);
  const offered = [...shown, ...system.derived(design).map((quantity) => quantity.key)];
  const unknown = (name: string, keys: readonly string[] | null, known: readonly string[]) =>
    listedUnknown((keys ?? []).filter((given) => !known.includes(given))).map(
      (given) => `${name} holds ${given}; ${among(known)}`,
    );
  const nuisances = system.nuisances(design).map((spec) => spec.key);
  const tried = concepts.nuisance === null ? null : [concepts.nuisance];
  const shownByRejection = rejection.quantity === null ? null : [rejection.quantity];
  return [
    ...unknown('view.corner', corner, shown),
    ...unknown('view.ridge.axes', ridge.axes, offered),
    ...unknown('view.rejection.quantity', shownByRejection, offered),
    ...unknown('view.concepts.nuisance', tried, nuisances),
  ];
}

/** Unknown keys that a sentence repeats. */
const MOST_NAMED = 6;

/** All in one, or none. */
function listedUnknown(keys: readonly string[]): string[] {
  return keys.length === 0 ? [] : [listed(keys, MOST_NAMED, (key) => quoted(key))];
}
