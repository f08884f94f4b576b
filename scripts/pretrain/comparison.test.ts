import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LossTrace } from '../../src/app/store/lossTrace.ts';
import { readPretrained } from '../../src/inference/study/run/pretrained.ts';
import type { RunHistory } from '../../src/inference/study/run/savedRun.ts';
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';
import {
  answerDifferences,
  historyDifferences,
  networkLossDifferences,
  runDifferences,
  standardisationDifferences,
  traceDifferences,
  weightDifferences,
} from './comparison.ts';
import { digestOf, type RunRecord } from './record.ts';

/** The float32 after this one. */
function next(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0]++;
  return new Float32Array(bits.buffer)[0];
}

/** The same with number `i` changed by its last bit. */
function nudged(values: Float32Array, i: number): Float32Array {
  return values.map((value, at) => (at === i ? next(value) : value));
}

const LOSSES = Float32Array.from({ length: 200 }, (_, i) => 3 - Math.sqrt(i) / 7);
const WEIGHTS = Float32Array.from({ length: 50 }, (_, i) => Math.sin(i));

describe('a repeated run and its record', () => {
  const run: RunRecord = { losses: LOSSES, weights: digestOf(WEIGHTS), validations: 'v', end: null };
  const ended: RunRecord = { ...run, end: { reason: 'budget', bestStep: 190 } };
  const then = { start: run, short: ended, stopping: ended };

  it('do not differ when all is the same', () => {
    expect(runDifferences(then, { ...then, start: { ...run, losses: LOSSES.slice() } })).toEqual([]);
  });

  it.each<[string, Partial<typeof then>, RegExp]>([
    [
      'the last bit of one loss',
      { start: { ...run, losses: nudged(LOSSES, 36), weights: 'other' } },
      /^the training differs from step 37 on; its loss by up to 2\.4e-7 nats in 200 steps$/,
    ],
    [
      'a loss that is no number',
      { start: { ...run, losses: LOSSES.map((loss, i) => (i < 99 ? loss : Number.NaN)) } },
      /^the training differs from step 100 on; its loss by up to NaN nats/,
    ],
    [
      'the weights alone',
      { start: { ...run, weights: digestOf(nudged(WEIGHTS, 3)) } },
      /^the training ends with other weights after 200 steps/,
    ],
    [
      'fewer steps',
      { short: { ...ended, losses: LOSSES.subarray(0, 150) } },
      /^the short run has 150 steps; there were 200$/,
    ],
    ['the validations alone', { short: { ...ended, validations: 'w' } }, /^the short run has other validation losses/],
    [
      'which weights are kept',
      { stopping: { ...ended, end: { reason: 'early-stopping', bestStep: 190 } } },
      /^the run that stops early ends by early-stopping with the weights of step 190; it ended by budget/,
    ],
  ])('differ by %s', (_, changed, sentence) => {
    const found = runDifferences(then, { ...then, ...changed });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
  });
});

describe('the trace that came with a network and the losses of the first steps', () => {
  const traceOf = (losses: Float32Array) => {
    const trace = new LossTrace();
    for (let from = 0; from < losses.length; from += 64) {
      trace.append(Math.min(losses.length, from + 64), losses.subarray(from, from + 64));
    }
    return trace.points;
  };
  const whole = Float32Array.from({ length: 6000 }, (_, i) => LOSSES[i] ?? Math.cos(i));

  it.each([150, 700, 6000])('do not differ, however coarse the trace of %i steps is', (steps) => {
    expect(traceDifferences(traceOf(whole.subarray(0, steps)), LOSSES.subarray(0, steps))).toEqual([]);
  });

  it('differ by the last bit of one loss, in the point that it is in', () => {
    expect(traceDifferences(traceOf(whole), nudged(LOSSES, 36))).toEqual([
      'the losses that came with the network differ from steps 33 to 40 on, by up to 3.0e-8 nats',
    ]);
  });

  it('differ when there are fewer points', () => {
    expect(traceDifferences(traceOf(whole.subarray(0, 100)), LOSSES)).toHaveLength(1);
  });
});

describe('a network and the whole training', () => {
  const snapshot = (mean: number) =>
    ({ standardisation: { mean: Float64Array.of(1, mean), sd: Float64Array.of(1, 1) } }) as unknown as TrainerSnapshot;
  const validation = [
    { step: 50, loss: 2, best: false },
    { step: 792, loss: 1, best: true },
    { step: 1152, loss: 0.5, best: true },
  ];
  const history = { validation, end: { reason: 'budget', bestStep: 1152 } } as unknown as RunHistory;

  it('do not differ when all is the same', () => {
    expect(standardisationDifferences(snapshot(2), snapshot(2))).toEqual([]);
    expect(weightDifferences(WEIGHTS, WEIGHTS.slice())).toEqual([]);
    expect(networkLossDifferences(0.5, 0.5)).toEqual([]);
  });

  it('do not differ by a validation of while simulations come in', () => {
    const now = { ...history, validation: [{ step: 50, loss: 2.001, best: false }, ...validation.slice(1)] };
    expect(historyDifferences(history, now)).toEqual([]);
  });

  it('differ by weights, with how many and how far', () => {
    const now = nudged(nudged(WEIGHTS, 3), 40);
    expect(weightDifferences(WEIGHTS, now)).toEqual([
      expect.stringMatching(/^2 of 50 weights differ, by up to 6\.0e-8$/),
    ]);
    expect(weightDifferences(WEIGHTS, WEIGHTS.subarray(0, 49))).toHaveLength(1);
  });

  it('differ by the standardisation, the losses and the end', () => {
    expect(standardisationDifferences(snapshot(2), snapshot(2.5))).toEqual([
      'the mean of summary 1 is 2.5; the network has 2',
    ]);
    expect(networkLossDifferences(0.5, 0.5 + 2 ** -53)).toEqual([expect.stringMatching(/recorded was 0\.5$/)]);
    const moved = {
      ...history,
      validation: validation.map((one) => ({ ...one, loss: one.loss + (one.step > 800 ? 0.25 : 0) })),
    };
    expect(historyDifferences(history, moved)).toEqual([
      'the validations differ from step 1152 on, by up to 0.25 nats',
    ]);
    const stopped = { ...history, end: { reason: 'early-stopping', bestStep: 792 } as const };
    expect(historyDifferences(history, stopped)).toEqual([
      expect.stringMatching(/early-stopping .* 792; it ended by budget/),
    ]);
    expect(historyDifferences(history, { ...history, validation: validation.slice(0, 2) })).toHaveLength(1);
  });
});

describe('what came with a network and what it answers now', () => {
  const notes = readPretrained(readFileSync('public/pretrained/two-moons.json', 'utf8'));
  const { draws, calibration } = notes;

  it('do not differ by digits that are not written', () => {
    const now = { draws: draws.map((value) => value * (1 + 1e-9)), calibration };
    expect(answerDifferences(notes, now)).toEqual({ differences: [], remarks: [] });
  });

  it('differ by draws, with how many and how far', () => {
    const now = { draws: draws.map((value, i) => (i < 3 ? value + 0.5 : value)), calibration };
    const { differences } = answerDifferences(notes, now);
    expect(differences).toEqual([expect.stringMatching(/^3 of 8000 numbers of the draws differ, by up to 0\.50$/)]);
  });

  it('do not differ by which way a last digit was rounded, which is told', () => {
    const nudged = (value: number, by: number) => {
      const digits = value.toExponential().replace(/e.*/, '').replace(/[-.]/g, '').length;
      return digits < 4 ? value : value + by * 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
    };
    const one = { draws: draws.map((value) => nudged(value, 1)), calibration };
    expect(answerDifferences(notes, one)).toEqual({
      differences: [],
      remarks: [expect.stringContaining('of 8000 numbers of the draws are rounded otherwise')],
    });
    const two = { draws: draws.map((value) => nudged(value, 2)), calibration };
    expect(answerDifferences(notes, two).differences).toHaveLength(1);
    const { sbc } = calibration;
    const [first, ...rest] = sbc.quantities;
    const p = {
      ...calibration,
      sbc: { ...sbc, quantities: [{ ...first, adjustedP: first.adjustedP - 0.01 }, ...rest] },
    };
    expect(answerDifferences(notes, { draws, calibration: p }).differences).toHaveLength(1);
  });

  it('differ by any number and any level of the final check; by its words they may', () => {
    const { sbc } = calibration;
    const counted = { ...calibration, sbc: { ...sbc, datasets: 499 } };
    expect(answerDifferences(notes, { draws, calibration: counted })).toEqual({
      differences: ['calibration.sbc.datasets is 499; it was 500'],
      remarks: [],
    });
    const worded = { ...calibration, sbc: { ...sbc, verdict: { ...sbc.verdict, sentence: 'Well.' } } };
    expect(answerDifferences(notes, { draws, calibration: worded })).toEqual({
      differences: [],
      remarks: [expect.stringMatching(/^calibration\.sbc\.verdict\.sentence is "Well\."; it was /)],
    });
    const level = sbc.verdict.level === 'bad' ? 'good' : 'bad';
    const judged = { ...calibration, sbc: { ...sbc, verdict: { ...sbc.verdict, level } } } as const;
    expect(answerDifferences(notes, { draws, calibration: judged }).differences).toEqual([
      expect.stringMatching(/^calibration\.sbc\.verdict\.level is "(bad|good)"; it was /),
    ]);
  });
});
