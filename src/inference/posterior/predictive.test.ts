import { expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { gaussianBlob } from '../simulators/testing/gaussianBlob.ts';
import { predictive } from './predictive.ts';

it('of an image does not keep the draws: one array of pixels for each of a few purposes', () => {
  const design = { rows: 32, columns: 32 };
  const problem = { ...defaultProblem(gaussianBlob), design };
  const made: number[] = [];
  const { Float64Array: Plain } = globalThis;
  class Counted extends Plain {
    constructor(...given: ConstructorParameters<typeof Plain>) {
      super(...given);
      made.push(this.length);
    }
  }
  globalThis.Float64Array = Counted;
  try {
    const moments = predictive(gaussianBlob, problem, { priorDraws: 300 }, 1);
    expect(moments.kind === 'moments' && moments.mean.length).toBe(32 * 32);
  } finally {
    globalThis.Float64Array = Plain;
  }
  const numbers = made.reduce((sum, length) => sum + length, 0);
  // Data, summaries, two moments and their result; thetas of the prior.
  expect(numbers).toBeLessThan(10 * 32 * 32);
});

it('of an image has the mean and the sd of what is simulated', () => {
  const problem = { ...defaultProblem(gaussianBlob), design: { rows: 3, columns: 4 } };
  const theta = [2, 1];
  const n = 4000;
  const thetas = Float64Array.from({ length: 2 * n }, (_, i) => theta[i % 2]);
  const moments = predictive(gaussianBlob, problem, { thetas }, 1);
  if (moments.kind !== 'moments') throw new Error('Of an image bands were predicted.');
  const one = predictive(gaussianBlob, problem, { thetas: thetas.slice(0, 2) }, 1);
  expect(one.kind === 'moments' && [...one.sd]).toEqual(Array(12).fill(0));
  // Two halves agree within the error of the mean.
  const other = predictive(gaussianBlob, problem, { thetas }, 2);
  if (other.kind !== 'moments') throw new Error('Of an image bands were predicted.');
  for (let j = 0; j < 12; j++) {
    expect(Math.abs(moments.mean[j] - other.mean[j])).toBeLessThan((5 * moments.sd[j] * Math.SQRT2) / Math.sqrt(n));
    expect(Math.abs(moments.sd[j] / other.sd[j] - 1)).toBeLessThan(0.1);
  }
});
