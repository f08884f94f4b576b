/**
 * Answers of a lane are untrusted, since the script that runs there can send anything: each is checked for the shape that was asked for and
 * for finite numbers before it is used.
 */
import * as v from 'valibot';
import { readDeclaration } from '../../inference/simulators/own/declaration.ts';
import { MOST_ATTEMPTS } from '../../inference/simulators/attempts.ts';
import { sizeOf } from '../../inference/simulators/dataShape.ts';
import type { System } from '../../inference/simulators/system.ts';
import type { LaneCommands } from './laneMessages.ts';

type Command = keyof LaneCommands;
type Params<C extends Command> = LaneCommands[C]['params'];

/** Longest sentence that a lane may say. */
const LONGEST_TEXT = 2000;

const finite = v.pipe(v.number(), v.finite());
const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** An array of its own: not a view into something larger, nor into shared memory. */
const numbers = (length: number, hold: (array: Float64Array) => boolean = allFinite) =>
  v.custom<Float64Array>(
    (array) =>
      array instanceof Float64Array &&
      array.length === length &&
      array.buffer instanceof ArrayBuffer &&
      array.buffer.byteLength === array.byteLength &&
      hold(array),
  );
/** A loop: of a chunk of training pairs hundreds of thousands of numbers are looked at, by a thread that has other work. */
function allFinite(array: Float64Array): boolean {
  for (let i = 0; i < array.length; i++) if (!Number.isFinite(array[i])) return false;
  return true;
}
const list = (most: number) => v.pipe(v.array(finite), v.maxLength(most));
/** Logarithms of densities: they may be -Infinity. */
const areLogDensities = (array: Float64Array) => array.every((value) => value < Infinity);
/** Failed ones are NaN. */
const any = () => true;
const verdict = v.strictObject({ level: v.picklist(['good', 'warn', 'bad']), sentence: text });

/** What is right as an answer; null: nothing is. */
type Schema = v.GenericSchema;

/** What is asked about, as far as shapes go. */
function shapes(system: System, { design }: Params<'simulate'>['problem']) {
  const model = system.model(design);
  return { D: system.parameters(design).length, C: sizeOf(model.s), size: sizeOf(model.x) };
}

/** For each command, the answers that may come. `system`: of the problem that was asked about. */
const answers: { readonly [C in Command]: (params: Params<C>, system: System | null) => Schema } = {
  declare: () =>
    v.custom((reading) => {
      const given = reading as { ok?: unknown; declaration?: unknown; problems?: unknown } | null;
      if (given?.ok === true) return readDeclaration(given.declaration).ok;
      return given?.ok === false && v.is(v.pipe(v.array(text), v.minLength(1), v.maxLength(100)), given.problems);
    }),
  trial: ({ problem, from, count: n }, system) => {
    const { D, C, size } = shapes(known(system), problem);
    return v.strictObject({
      theta: numbers(n * D),
      x: numbers(n * size, any),
      s: numbers(n * C, any),
      failures: v.pipe(
        v.array(
          v.strictObject({
            index: v.pipe(count, v.minValue(from), v.maxValue(from + n - 1)),
            message: text,
            line: v.optional(count),
            column: v.optional(count),
          }),
        ),
        v.maxLength(n),
      ),
      milliseconds: v.pipe(v.number(), v.finite(), v.minValue(0)),
    });
  },
  likelihood: ({ most }) => v.strictObject({ problem: v.nullable(text), datasets: v.pipe(count, v.maxValue(most)) }),
  simulate: ({ problem, from, count: n, at }, system) => {
    const { D, C } = shapes(known(system), problem);
    return v.strictObject({
      from: v.literal(from),
      count: v.literal(n),
      theta: numbers(n * D),
      s: numbers(n * C),
      failed: v.optional(v.pipe(count, v.maxValue(n * MOST_ATTEMPTS))),
      own:
        at === 'hyperprior'
          ? v.strictObject({
              z: numbers(n * D),
              h: v.custom<Float32Array>(
                (h) =>
                  h instanceof Float32Array && h.length === 2 * n * D && h.every((value) => Number.isFinite(value)),
              ),
            })
          : v.optional(v.undefined()),
    });
  },
  likelihoods: ({ problem, thetas }, system) =>
    numbers(thetas.length / shapes(known(system), problem).D, areLogDensities),
  target: ({ problem, thetas }, system) => numbers(thetas.length / shapes(known(system), problem).D, areLogDensities),
  data: ({ problem, count: n }, system) => numbers(n * shapes(known(system), problem).size),
  observe: ({ problem }, system) => numbers(shapes(known(system), problem).size),
  summaries: ({ problem, x }, system) => {
    const { C, size } = shapes(known(system), problem);
    const n = x.length / size;
    return v.pipe(
      v.strictObject({
        s: numbers(n * C, any),
        failures: v.pipe(
          v.array(v.strictObject({ row: v.pipe(count, v.maxValue(n - 1)), message: text })),
          v.maxLength(n),
        ),
      }),
      // Finite but where they have failed.
      v.check(({ s, failures }) => {
        const failed = new Set(failures.map(({ row }) => row));
        return s.every((value, i) => failed.has(Math.floor(i / C)) || Number.isFinite(value));
      }),
    );
  },
  replicate: ({ problem, thetas }, system) => {
    const { D, C } = shapes(known(system), problem);
    return numbers((thetas.length / D) * C);
  },
  predictive: ({ problem }, system) => {
    const { size } = shapes(known(system), problem);
    return v.variant('kind', [
      v.strictObject({
        kind: v.literal('bands'),
        levels: v.pipe(list(20), v.minLength(1)),
        quantiles: v.pipe(v.array(numbers(size)), v.maxLength(20)),
      }),
      v.strictObject({ kind: v.literal('moments'), mean: numbers(size), sd: numbers(size) }),
    ]);
  },
  reference: ({ problem, draws }, system) => {
    const { D } = shapes(known(system), problem);
    return v.variant('kind', [
      v.strictObject({ kind: v.literal('unavailable'), reason: text }),
      v.strictObject({
        kind: v.literal('reference'),
        label: v.picklist(['exact', 'mcmc', 'approx']),
        method: text,
        conditionsOn: text,
        comparable: v.boolean(),
        seesLess: v.optional(v.boolean()),
        draws: v.custom<Float64Array>(
          (array) =>
            array instanceof Float64Array &&
            array.length <= 2 * draws * D &&
            array.length % D === 0 &&
            v.is(numbers(array.length), array),
        ),
      }),
    ]);
  },
  profile: () =>
    v.strictObject({
      profiles: v.pipe(
        v.array(
          v.strictObject({
            key: text,
            symbol: text,
            at: list(10_000),
            drop: list(10_000),
            intervals: v.pipe(
              v.array(v.strictObject({ low: v.nullable(finite), high: v.nullable(finite) })),
              v.maxLength(100),
            ),
            state: v.picklist(['identified', 'split', 'one-sided', 'flat']),
          }),
        ),
        v.maxLength(32),
      ),
      verdict,
    }),
};

const progress = v.strictObject({ fraction: v.pipe(finite, v.minValue(0), v.maxValue(1)), remark: v.optional(text) });

export function isProgress(value: unknown): boolean {
  return v.is(progress, value);
}

/** Whether `answer` may be the answer to a command. */
export function isAnswer<C extends Command>(
  command: C,
  params: Params<C>,
  system: System | null,
  answer: unknown,
): boolean {
  return v.is(answers[command](params, system), answer);
}

function known(system: System | null): System {
  if (system === null) throw new TypeError('The answer is about no system.');
  return system;
}
