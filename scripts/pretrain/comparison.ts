/**
 * Compares what code gives now with what was recorded when a network was trained: bit by bit, since code that trains the same
 * network gives the same bits. Differences are sentences without the name of the system, with the step that they begin at
 * and their size.
 */
import type { PretrainedNotes } from '../../src/inference/study/run/pretrained.ts';
import { readPretrained, writePretrained } from '../../src/inference/study/run/pretrained.ts';
import type { RunHistory } from '../../src/inference/study/run/savedRun.ts';
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';
import type { RunName, RunRecord } from './record.ts';

const TITLES: Readonly<Record<RunName, string>> = {
  start: 'the training',
  short: 'the short run',
  stopping: 'the run that stops early',
};

export function runDifferences(
  then: Readonly<Record<RunName, RunRecord>>,
  now: Readonly<Record<RunName, RunRecord>>,
): string[] {
  return (Object.keys(TITLES) as RunName[]).flatMap((name) => runDifference(TITLES[name], then[name], now[name]));
}

/** At most one sentence for a run: whatever else differs follows from the first. */
function runDifference(title: string, then: RunRecord, now: RunRecord): string[] {
  const common = Math.min(then.losses.length, now.losses.length);
  const first = firstDifference(then.losses, now.losses);
  if (first !== null && first < common) {
    const most = largestDifference(then.losses.subarray(first), now.losses.subarray(first));
    return [`${title} differs from step ${first + 1} on; its loss by up to ${size(most)} nats in ${common} steps`];
  }
  if (first !== null) return [`${title} has ${now.losses.length} steps; there were ${then.losses.length}`];
  if (then.weights !== now.weights) {
    return [`${title} ends with other weights after ${common} steps, though the losses of all steps are the same`];
  }
  if (then.validations !== now.validations) return [`${title} has other validation losses, though the same weights`];
  if (then.end?.reason !== now.end?.reason || then.end?.bestStep !== now.end?.bestStep) {
    return [`${title} ends ${ended(now.end)}; it ended ${ended(then.end)}`];
  }
  return [];
}

function ended(end: RunHistory['end']): string {
  return end === null ? 'not yet' : `by ${end.reason} with the weights of step ${end.bestStep}`;
}

/**
 * Between the losses of the first steps and the trace of a network, in which each point is the mean of 1, 2, 4, ... steps, taken
 * by halves (LossTrace).
 */
export function traceDifferences(trace: RunHistory['trace'], losses: Float32Array): string[] {
  let points = Array.from(losses);
  for (let steps = 1; steps < trace.perPoint; steps *= 2) {
    points = Array.from({ length: points.length >> 1 }, (_, i) => (points[2 * i] + points[2 * i + 1]) / 2);
  }
  const then = trace.losses.slice(0, points.length);
  const first = firstDifference(then, points);
  if (first === null) return [];
  const most = largestDifference(then, points);
  const [from, to] = [first * trace.perPoint + 1, (first + 1) * trace.perPoint];
  return [`the losses that came with the network differ from steps ${from} to ${to} on, by up to ${size(most)} nats`];
}

/** Between what the inputs of the network are standardised by, and what they would be now. */
export function standardisationDifferences(then: TrainerSnapshot, now: TrainerSnapshot): string[] {
  return (['mean', 'sd'] as const).flatMap((name) => {
    const [before, after] = [then.standardisation?.[name] ?? [], now.standardisation?.[name] ?? []];
    const first = firstDifference(before, after);
    return first === null
      ? []
      : [`the ${name} of summary ${first} is ${after[first]}; the network has ${before[first]}`];
  });
}

/** Between the validation loss of a network, nats of theta, and what was recorded of it. */
export function networkLossDifferences(then: number, now: number): string[] {
  return Object.is(then, now) ? [] : [`the validation loss of the network is ${now} nats; recorded was ${then}`];
}

/** Between a network's weights and those of the whole training. */
export function weightDifferences(then: Float32Array, now: Float32Array): string[] {
  const first = firstDifference(then, now);
  if (first === null) return [];
  const other = then.reduce((count, weight, i) => count + Number(!Object.is(weight, now[i])), 0);
  const most = largestDifference(then, now);
  return [`${other} of ${then.length} weights differ, by up to ${size(most)}`];
}

/** Between the validations that compare, and the ends, of two whole trainings. */
export function historyDifferences(then: RunHistory, now: RunHistory): string[] {
  const [before, after] = [comparable(then), comparable(now)];
  const first = firstDifference(before, after);
  if (first !== null) {
    const step = before[first - (first % 2)] ?? after[first - (first % 2)];
    return [`the validations differ from step ${step} on, by up to ${size(largestDifference(before, after))} nats`];
  }
  return ended(then.end) === ended(now.end) ? [] : [`training ends ${ended(now.end)}; it ended ${ended(then.end)}`];
}

/** Step and loss of each, from the first that compares on: the lowest so far. Before it, simulations still come in. */
function comparable({ validation }: RunHistory): number[] {
  const from = validation.findIndex(({ best }) => best);
  return from < 0 ? [] : validation.slice(from).flatMap(({ step, loss }) => [step, loss]);
}

/**
 * Between what came with a network and what it answers now, both as they are written: with four to six digits. Words of the check are
 * no part of the network, and neither is which way a last digit was rounded: where only they differ, that is a remark.
 */
export function answerDifferences(
  then: PretrainedNotes,
  now: Pick<PretrainedNotes, 'draws' | 'calibration'>,
): { readonly differences: readonly string[]; readonly remarks: readonly string[] } {
  const written = readPretrained(writePretrained({ ...then, ...now }));
  const found = memberDifferences('calibration', then.calibration, written.calibration);
  const draws: MemberDifference[] = [];
  if (firstDifference(then.draws, written.draws) !== null) {
    const other = then.draws.reduce((count, value, i) => count + Number(!Object.is(value, written.draws[i])), 0);
    const most = largestDifference(then.draws, written.draws);
    const immaterial =
      then.draws.length === written.draws.length &&
      then.draws.every((value, i) => Object.is(value, written.draws[i]) || isRounding(value, written.draws[i]));
    const how = immaterial ? 'are rounded otherwise' : 'differ';
    const text = `${other} of ${then.draws.length} numbers of the draws ${how}, by up to ${size(most)}`;
    draws.push({ text, immaterial });
  }
  const all = [...draws, ...found];
  return {
    differences: all.filter(({ immaterial }) => !immaterial).map(({ text }) => text),
    remarks: all.filter(({ immaterial }) => immaterial).map(({ text }) => text),
  };
}

/** Fewer digits say too little for a last one to mean nothing: a count of 12 is not one of 13. */
const LEAST_DIGITS = 4;

/** Whether two written numbers differ by one in the last digit that is written of them: the same number, rounded once and rounded twice. */
function isRounding(then: number, now: number): boolean {
  const written = [then, now].map((value) => value.toExponential());
  const digits = Math.max(...written.map((text) => text.replace(/e.*/, '').replace(/[-.]/g, '').length));
  const step = 10 ** (Math.floor(Math.log10(Math.max(Math.abs(then), Math.abs(now)))) - digits + 1);
  return digits >= LEAST_DIGITS && Math.abs(then - now) < 1.5 * step;
}

interface MemberDifference {
  readonly text: string;
  /** Whether it is between two texts for readers, or two ways to round; the level of a verdict is none. */
  readonly immaterial: boolean;
}

/** All members that differ between two values of JSON or typed arrays. */
function memberDifferences(path: string, then: unknown, now: unknown): MemberDifference[] {
  if (Object.is(then, now)) return [];
  if (isObject(then) && isObject(now)) {
    const keys = new Set([...Object.keys(then), ...Object.keys(now)]);
    return [...keys].flatMap((key) => memberDifferences(`${path}.${key}`, then[key], now[key]));
  }
  const words = typeof then === 'string' && typeof now === 'string' && !path.endsWith('.level');
  const rounding = typeof then === 'number' && typeof now === 'number' && isRounding(then, now);
  return [{ text: `${path} is ${JSON.stringify(now)}; it was ${JSON.stringify(then)}`, immaterial: words || rounding }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Index of the first number that is not the same to the last bit, or that one has and the other lacks; null: none. */
function firstDifference(then: ArrayLike<number>, now: ArrayLike<number>): number | null {
  const length = Math.max(then.length, now.length);
  for (let i = 0; i < length; i++) if (!Object.is(then[i], now[i])) return i;
  return null;
}

/** NaN where a number is none. */
function largestDifference(then: ArrayLike<number>, now: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < Math.min(then.length, now.length); i++) most = Math.max(most, Math.abs(then[i] - now[i]));
  return most;
}

function size(difference: number): string {
  return difference.toPrecision(2);
}
