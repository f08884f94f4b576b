/**
 * What a simulator of one's own says of itself: its parameters with their priors, and the shape of its data. It comes from a
 * script or from a program on another machine, and travels in links and files, so it is checked as a stranger's. It is JSON:
 *
 *     {"name": "Ricker map",
 *      "parameters": [{"key": "rate", "symbol": "r", "prior": {"family": "logUniform", "low": 1, "high": 100}}],
 *      "data": {"kind": "series", "name": "count", "from": 1, "to": 50, "by": 1, "unit": "year"},
 *      "integer": true}
 */
import * as v from 'valibot';
import { finite, priorRecord } from '../../priors/priorRecord.ts';
import { type Prior, problemOf } from '../../priors/prior.ts';
import { type ArrayShape, sizeOf } from '../dataShape.ts';

export const ownLimits = {
  parameters: 32,
  values: 16_384,
  summaries: 512,
  side: 128,
  text: 60_000,
  words: 400,
} as const;

/** A key is a variable's name in a program. */
const key = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z_][A-Za-z0-9_]{0,39}$/),
  v.check((text) => !(text in {}) && text !== 'id'),
);
const word = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const side = v.pipe(finite, v.integer(), v.minValue(1), v.maxValue(ownLimits.side));

const data = v.variant('kind', [
  v.strictObject({
    kind: v.literal('vector'),
    names: v.pipe(v.array(word(40)), v.minLength(1), v.maxLength(ownLimits.values)),
  }),
  v.strictObject({
    kind: v.literal('series'),
    name: word(40),
    from: finite,
    to: finite,
    by: finite,
    /** Of what runs along the axis. */
    unit: v.optional(word(20)),
    /** What runs along it; absent: time. */
    axis: v.optional(word(40)),
  }),
  v.strictObject({ kind: v.literal('image'), height: side, width: side }),
]);

export const declarationRecord = v.strictObject({
  name: word(60),
  parameters: v.pipe(
    v.array(
      v.strictObject({
        key,
        symbol: v.optional(word(12)),
        label: v.optional(word(60)),
        unit: v.optional(word(20)),
        description: v.optional(word(ownLimits.words)),
        prior: priorRecord,
        slider: v.optional(v.strictObject({ low: finite, high: finite, scale: v.picklist(['linear', 'log']) })),
      }),
    ),
    v.minLength(1),
    v.maxLength(ownLimits.parameters),
  ),
  data,
  /** Whether all data are whole numbers from 0 on. */
  integer: v.optional(v.boolean()),
  /** Whether ln p(x | theta) is given, which a reference posterior and a check need. */
  likelihood: v.optional(v.boolean()),
  /** Data of one simulation, at the medians of the priors: the first observation on screen, before anything is run. */
  example: v.optional(v.pipe(v.array(finite), v.maxLength(ownLimits.values))),
  /** Names of the summaries, which the network is given in place of the data; absent: it is given the data. */
  summaries: v.optional(v.pipe(v.array(word(40)), v.minLength(1), v.maxLength(ownLimits.summaries))),
  /** Of the example. */
  exampleSummaries: v.optional(v.pipe(v.array(finite), v.maxLength(ownLimits.summaries))),
});

export type Declaration = v.InferOutput<typeof declarationRecord>;
export type DeclaredData = Declaration['data'];
export type DeclaredParameter = Declaration['parameters'][number];

export type DeclarationReading =
  | { readonly ok: true; readonly declaration: Declaration }
  /** A sentence each, with the place, what stands there and what may. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Problems that are told one by one. */
const MOST_TOLD = 6;
/** A step counts as whole where it is off by no more than this share of itself. */
const WHOLE = 1e-6;

/** Checks a declaration that may come from anywhere. */
export function readDeclaration(content: unknown): DeclarationReading {
  const parsed = v.safeParse(declarationRecord, content);
  if (!parsed.success) {
    const told = parsed.issues.slice(0, MOST_TOLD).map((issue) => {
      const place = v.getDotPath(issue) ?? 'the declaration';
      if (issue.received === 'undefined') return `${place} is missing; expected ${issue.expected ?? 'a value'}`;
      if (issue.expected === 'never') return `${place} is not known; remove it`;
      return `${place} is ${issue.received.slice(0, 60)}; expected ${issue.expected ?? 'another value'}`;
    });
    return { ok: false, problems: told };
  }
  const declaration = parsed.output;
  const problems = declarationProblems(declaration);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, declaration };
}

/** What is wrong with a declaration of sound form, a sentence each, without a full stop. */
export function declarationProblems(declaration: Declaration): string[] {
  const { parameters, data: declared, example } = declaration;
  const keys = parameters.map((parameter) => parameter.key);
  const repeated = keys.filter((own, j) => keys.indexOf(own) !== j);
  const ofData = dataProblem(declared);
  return [
    ...repeated.map((own) => `the parameter ${own} is declared twice; name them apart`),
    ...parameters.flatMap(({ key: own, prior, slider }) => [
      ...priorProblem(own, prior),
      ...(slider === undefined || (slider.low < slider.high && (slider.scale === 'linear' || slider.low > 0))
        ? []
        : [
            `the slider of ${own} goes from ${slider.low} to ${slider.high}; low must be below high, and above 0 on a log scale`,
          ]),
    ]),
    ...(ofData === null ? [] : [ofData]),
    ...(ofData === null && example !== undefined && example.length !== sizeOf(shapeOf(declared))
      ? [`example holds ${example.length} numbers; the data are ${sizeOf(shapeOf(declared))}`]
      : []),
    ...summaryProblems(declaration),
  ];
}

function summaryProblems({ example, summaries, exampleSummaries }: Declaration): string[] {
  if (summaries === undefined) {
    return exampleSummaries === undefined ? [] : ['exampleSummaries are given, but no summaries are declared'];
  }
  const twice = summaries.find((name, i) => summaries.indexOf(name) !== i);
  if (twice !== undefined) return [`two summaries are named ${twice}; name them apart`];
  // Where nothing may be run, the example is the first observation: what the network is given of it must be known.
  if ((example === undefined) !== (exampleSummaries === undefined)) {
    return ['example and exampleSummaries are given together, or neither is'];
  }
  if (exampleSummaries !== undefined && exampleSummaries.length !== summaries.length) {
    return [`exampleSummaries holds ${exampleSummaries.length} numbers; there are ${summaries.length} summaries`];
  }
  return [];
}

/** @returns [] where the prior can be used */
function priorProblem(key: string, prior: Prior): string[] {
  const unsound = problemOf(prior);
  if (unsound !== null) return [`the prior of ${key}: ${unsound}`];
  if (prior.family === 'fixed') {
    return [`${key} is fixed, which cannot be inferred; write its value into the simulator, or choose another prior`];
  }
  return [];
}

function dataProblem(declared: DeclaredData): string | null {
  if (declared.kind === 'vector') {
    const twice = declared.names.find((name, i) => declared.names.indexOf(name) !== i);
    return twice === undefined ? null : `the data have two values named ${twice}; name them apart`;
  }
  if (declared.kind === 'image') return null;
  const { from, to, by } = declared;
  if (!(by > 0 && to >= from)) {
    return `the series goes from ${from} to ${to} by ${by}; by must be above 0, and to at least from`;
  }
  const steps = (to - from) / by;
  if (steps + 1 > ownLimits.values) {
    return `the series has ${Math.floor(steps) + 1} values; at most ${ownLimits.values} are read`;
  }
  if (Math.abs(steps - Math.round(steps)) > WHOLE * Math.max(1, steps)) {
    return `the series from ${from} to ${to} does not end on a step of ${by}; choose an end that does`;
  }
  return null;
}

/** The shape that the data have. */
export function shapeOf(declared: DeclaredData): ArrayShape {
  switch (declared.kind) {
    case 'vector':
      return { kind: 'vector', names: declared.names };
    case 'series': {
      const { name, from, to, by } = declared;
      const steps = Math.round((to - from) / by);
      const at = Array.from({ length: steps + 1 }, (_, i) => Number((from + i * by).toPrecision(12)));
      return { kind: 'series', channels: [name], at };
    }
    case 'image':
      return { kind: 'image', channels: ['value'], height: declared.height, width: declared.width };
    default:
      return declared satisfies never;
  }
}
