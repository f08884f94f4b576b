/**
 * The keys of a link that do not depend on the system, each with its meaning for the documentation. The others are
 * `design.KEY` and `prior.KEY` for the fields and parameters of the system.
 */
import { flowPresets, type FlowPreset } from '../../flow/spec.ts';
import { quoted } from '../../math/shown.ts';
import { trainingLimits } from '../../training/defaults.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import { type Codec, type Reading, flag, numbers, oneOf, orWord, real, whole, words } from './linkText.ts';
import { type Fault, taskFault, titleFault } from '../document/classWords.ts';
import {
  type ControlName,
  type StartChoice,
  type ViewRecord,
  controlNames,
  MOST_LAYERS,
  rejectionLimits,
} from '../document/view.ts';

/** A key that stands for one part of a record R. */
export interface LinkKey<R> {
  readonly name: string;
  readonly meaning: string;
  read(record: R, text: string): Reading<R>;
  write(record: R): string;
}

/** The keys of study and observation that linkRead.ts and linkWrite.ts treat one by one, in the order of a link. */
export const studyKeys = {
  system: 'the system',
  script:
    'a simulator of somebody’s own: its text and what it declares, deflated; it is shown, and run when the reader says so',
  seed: 'seed of simulations, weights and minibatches',
  ignored: 'nuisance parameters that training wrongly holds fixed',
  learner: 'who learns, where it is not NPE',
} as const;

export const observationKeys = {
  truth: 'true values of the simulated observation, in the order of the parameters',
  noise: 'its noise seed',
  eta: 'its nuisance values, where they are not those of the seed',
  moved: 'its points that were moved by hand, as entry:value',
  added: 'how often noise was added to them',
  packed: 'an observation that is not simulated: its numbers, deflated',
} as const;

/** Defaults may change in later versions of the page; this says which were meant. */
export const VERSION_KEY = 'v';

const settings = {
  simulations: setting(
    'simulations',
    'simulations; the other settings then follow their number',
    whole(trainingLimits.simulations),
  ),
  fresh: setting('fresh', 'fresh simulations in every epoch', flag),
  amortisesPriors: setting('amortisesPriors', 'one network for all priors that the sliders can set', flag),
  members: setting('members', 'networks of an ensemble', whole(trainingLimits.members)),
  preset: setting('preset', 'size of the network', oneOf(Object.keys(flowPresets) as FlowPreset[])),
  batchSize: setting('batchSize', 'pairs a step', whole(trainingLimits.batchSize)),
  epochs: setting('epochs', 'passes over the simulations', whole(trainingLimits.epochs)),
  learningRate: setting('learningRate', 'largest learning rate', real(trainingLimits.learningRate)),
  schedule: setting('schedule', 'of the learning rate', oneOf(['cosine', 'constant'])),
  patience: setting(
    'patience',
    'epochs without a better validation loss before training stops',
    whole(trainingLimits.patience),
  ),
  weightPriorSd: setting(
    'weightPriorSd',
    'standard deviation of the Gaussian prior on the weights, or none',
    orWord<number | null>('none', null, real(trainingLimits.weightPriorSd) as Codec<number | null>),
  ),
  clipNorm: setting('clipNorm', 'largest norm of the gradient', real(trainingLimits.clipNorm)),
  validationFraction: setting(
    'validationFraction',
    'share of the pairs that validate',
    real(trainingLimits.validationFraction),
  ),
} satisfies Record<keyof TrainingSettings, LinkKey<TrainingSettings>>;

/** `simulations` first: the others start from what belongs to it. */
export const trainingKeys: readonly LinkKey<TrainingSettings>[] = Object.values(settings);

const controls = words(Object.keys(controlNames) as ControlName[]);
const anyWords = words<string>(null);
/** Any text. */
const oneWord: Codec<string> = { read: (text) => ({ ok: true, value: text }), write: String };

export const viewKeys: readonly LinkKey<ViewRecord>[] = [
  key(
    'tab',
    'posterior, ridge, flow, by rejection, or batch of observations (many)',
    oneOf(['posterior', 'ridge', 'flow', 'rejection', 'many']),
    ({ tab }) => tab,
    (view, tab) => ({ ...view, tab }),
  ),
  key(
    'axes',
    'the two quantities of the ridge view',
    pairOrNone(),
    ({ ridge }) => ridge.axes,
    (view, axes) => ({ ...view, ridge: { ...view.ridge, axes } }),
  ),
  key(
    'scale',
    'of the ridge view: log or linear',
    oneOf(['log', 'linear']),
    ({ ridge }) => ridge.scale,
    (view, scale) => ({ ...view, ridge: { ...view.ridge, scale } }),
  ),
  key(
    'layer',
    'of the view of the flow: after how many transforms, or last',
    orWord<number | null>('last', null, whole({ low: 0, high: MOST_LAYERS }) as Codec<number | null>),
    ({ flow }) => flow.layer,
    (view, layer) => ({ ...view, flow: { ...view.flow, layer } }),
  ),
  key(
    'flowAxes',
    'the two parameters of the view of the flow',
    pairOrNone(),
    ({ flow }) => flow.axes,
    (view, axes) => ({ ...view, flow: { ...view.flow, axes } }),
  ),
  key(
    'tolerance',
    'of the view of rejection, in standard deviations of the summaries, or nearest',
    orWord<number | null>('nearest', null, real(rejectionLimits.tolerance) as Codec<number | null>),
    ({ rejection }) => rejection.tolerance,
    (view, tolerance) => ({ ...view, rejection: { ...view.rejection, tolerance } }),
  ),
  key(
    'compared',
    'places of the summaries that rejection compares, one or two, from 0, or all',
    orWord<readonly number[] | null>('all', null, numbers as Codec<readonly number[] | null>),
    ({ rejection }) => rejection.summaries,
    (view, summaries) => ({ ...view, rejection: { ...view.rejection, summaries } }),
  ),
  key(
    'quantity',
    'the quantity that rejection shows, or first',
    orWord<string | null>('first', null, oneWord as Codec<string | null>),
    ({ rejection }) => rejection.quantity,
    (view, quantity) => ({ ...view, rejection: { ...view.rejection, quantity } }),
  ),
  key(
    'simulated',
    'simulations that rejection has',
    whole(rejectionLimits.simulations),
    ({ rejection }) => rejection.simulations,
    (view, simulations) => ({ ...view, rejection: { ...view.rejection, simulations } }),
  ),
  key(
    'window',
    'of the view of the likelihood: a window in time units, or the key of a parameter, or first',
    orWord<string | null>('first', null, oneWord as Codec<string | null>),
    ({ concepts }) => concepts.window,
    (view, window) => ({ ...view, concepts: { ...view.concepts, window } }),
  ),
  key(
    'nuisance',
    'the nuisance parameter of which three networks were told differently, or first',
    orWord<string | null>('first', null, oneWord as Codec<string | null>),
    ({ concepts }) => concepts.nuisance,
    (view, nuisance) => ({ ...view, concepts: { ...view.concepts, nuisance } }),
  ),
  key(
    'corner',
    'quantities of the corner figure, where they do not all fit',
    orWord<readonly string[] | null>('first', null, anyWords as Codec<readonly string[] | null>),
    ({ corner }) => corner,
    (view, corner) => ({ ...view, corner: corner?.length === 0 ? null : corner }),
  ),
  key(
    'zoom',
    'axes over the posterior instead of the prior',
    flag,
    ({ zoomed }) => zoomed,
    (view, zoomed) => ({ ...view, zoomed }),
  ),
  key(
    'column',
    'what a phone shows first: assume, infer or check',
    oneOf(['assume', 'infer', 'check']),
    ({ column }) => column,
    (view, column) => ({ ...view, column }),
  ),
  key(
    'retrain',
    'whether a change of assumptions trains a new network automatically',
    flag,
    ({ retrain }) => retrain,
    (view, retrain) => ({ ...view, retrain }),
  ),
  key(
    'start',
    'what the page begins with: 1, the network that comes with it, else a training; 0, the same without training; untrained, the initial weights; train, a training at once',
    startCodec(),
    ({ start }) => start,
    (view, start) => ({ ...view, start }),
  ),
  key(
    'engine',
    'fastest, or reproducible: the same steps in every browser',
    oneOf(['fastest', 'reproducible']),
    ({ engine }) => engine,
    (view, engine) => ({ ...view, engine }),
  ),
  key(
    'detail',
    'how much is in sight: simple or full; left out, what the reader has chosen',
    orWord<'simple' | 'full' | undefined>(
      'own',
      undefined,
      oneOf(['simple', 'full']) as Codec<'simple' | 'full' | undefined>,
    ),
    ({ detail }) => detail,
    (view, detail) => (detail === undefined ? view : { ...view, detail }),
  ),
  key(
    'title',
    'a title, in the words of whoever made the link',
    wordsCodec(titleFault),
    ({ title }) => title,
    (view, title) => (title === undefined ? view : { ...view, title }),
  ),
  key(
    'task',
    'a task for the readers, in plain text',
    wordsCodec(taskFault),
    ({ task }) => task,
    (view, task) => (task === undefined ? view : { ...view, task }),
  ),
  key(
    'hide',
    'controls that are not shown',
    controls,
    ({ hidden }) => hidden,
    (view, hidden) => ({ ...view, hidden }),
  ),
  key(
    'lock',
    'controls that are shown but cannot be used',
    controls,
    ({ locked }) => locked,
    (view, locked) => ({ ...view, locked }),
  ),
];

function key<R, T>(
  name: string,
  meaning: string,
  codec: Codec<T>,
  get: (record: R) => T,
  set: (record: R, value: T) => R,
): LinkKey<R> {
  return {
    name,
    meaning,
    read: (record, text) => {
      const read = codec.read(text);
      return read.ok ? { ok: true, value: set(record, read.value) } : read;
    },
    write: (record) => codec.write(get(record)),
  };
}

function setting<K extends keyof TrainingSettings>(
  name: K,
  meaning: string,
  codec: Codec<TrainingSettings[K]>,
): LinkKey<TrainingSettings> {
  return key<TrainingSettings, TrainingSettings[K]>(
    name,
    meaning,
    codec,
    (settings) => settings[name],
    (settings, value) => ({ ...settings, [name]: value }),
  );
}

/** Plain text; left out, there is none. */
function wordsCodec(fault: Fault): Codec<string | undefined> {
  return {
    read: (text) => {
      const problem = fault(text);
      return problem === null ? { ok: true, value: text } : { ok: false, problem };
    },
    write: (value) => value ?? '',
  };
}

/** The switch that it was, and two words. */
function startCodec(): Codec<StartChoice> {
  const named = oneOf(['untrained', 'train']);
  return {
    read: (text) => {
      const read = flag.read(text);
      if (read.ok) return read;
      const word = named.read(text);
      return word.ok ? word : { ok: false, problem: `is ${quoted(text)}; it is 1, 0, untrained or train` };
    },
    write: (start) => (typeof start === 'boolean' ? flag.write(start) : start),
  };
}

function pairOrNone(): Codec<readonly [string, string] | null> {
  return {
    read: (text) => {
      if (text === 'first') return { ok: true, value: null };
      const [x, y, ...more] = text.split(',');
      if (x !== '' && y !== undefined && y !== '' && more.length === 0) return { ok: true, value: [x, y] };
      return { ok: false, problem: `is ${quoted(text)}; name two quantities, as in A,b` };
    },
    write: (axes) => (axes === null ? 'first' : axes.join(',')),
  };
}
