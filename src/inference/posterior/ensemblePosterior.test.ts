/** On an engine whose members are normal: member m is N(shift_m + c, sd_m^2) in every z, c the standardised summary. */
import { describe, expect, it } from 'vitest';
import type { Batch, FlowEngine } from '../flow/engines/engine.ts';
import { Random, STREAMS } from '../math/random.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { specOf } from '../flow/testing/specs.ts';
import { Standardiser } from '../training/standardiser.ts';
import { NeuralPosterior } from './neuralPosterior.ts';
import { spreadOf } from './spread.ts';

interface Member {
  readonly shift: number;
  readonly sd: number;
}

const normalPdf = (u: number) => Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI);

function engineOf(members: readonly Member[]): FlowEngine {
  const unused = () => Promise.reject(new Error('not part of the test'));
  return {
    spec: specOf({ dim: 2, context: 1, transforms: 1, hidden: 2, bins: 3 }),
    members: members.length,
    setParameters: () => {},
    parameters: unused,
    checkpoint: unused,
    restore: () => {},
    reserve: () => {},
    store: () => {},
    train: unused,
    logDensity: ({ size, z, context }: Batch, member = 0) => {
      const { shift, sd } = members[member];
      const one = (i: number, j: number) => Math.log(normalPdf((z[2 * i + j] - shift - context[i]) / sd) / sd);
      return Promise.resolve(Float32Array.from({ length: size }, (_, i) => one(i, 0) + one(i, 1)));
    },
    sample: (context, _contexts, each, base, member = 0) => {
      const { shift, sd } = members[member];
      return Promise.resolve(base.map((u, i) => shift + context[Math.floor(i / (2 * each))] + sd * u));
    },
    dispose: () => {},
  };
}

/** theta_1 = z_1, theta_2 = 10 + 3 z_2. */
const prior = new JointPrior(
  ['a', 'b'],
  [
    { family: 'normal', mean: 0, sd: 1 },
    { family: 'normal', mean: 10, sd: 3 },
  ],
);
const plain = new Standardiser(Float64Array.of(0), Float64Array.of(1));
const posteriorOf = (...members: Member[]) => new NeuralPosterior(engineOf(members), prior, plain);
const random = () => new Random(1, STREAMS.base);

/** Three members far apart and without width: a draw tells whose it is. */
const marked = posteriorOf({ shift: -1, sd: 0 }, { shift: 0, sd: 0 }, { shift: 1, sd: 0 });

describe('the posterior of an ensemble', () => {
  it('shares any first so many draws of an observation out evenly between the members', async () => {
    const [n, each] = [40, 11];
    const theta = await marked.draw(new Float64Array(n), each, random());
    const firsts = new Set<number>();
    for (let c = 0; c < n; c++) {
      const members = Array.from({ length: each }, (_, i) => Math.round(theta[2 * (c * each + i)]));
      firsts.add(members[0]);
      for (let some = 1; some <= each; some++) {
        const counts = [-1, 0, 1].map((member) => members.slice(0, some).filter((of) => of === member).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }
    // Each observation begins with a member drawn at random; 40 of them miss one with probability 3 (2/3)^40 = 3e-7.
    expect(firsts.size).toBe(3);
  });

  it('gives every observation its own draws, and the same ones for the same seed', async () => {
    const theta = await marked.draw([0, 100], 6, random());
    expect(theta.slice(0, 12).every((value, i) => (i % 2 === 1 ? value < 20 : value < 2))).toBe(true);
    expect(theta.slice(12).every((value, i) => (i % 2 === 1 ? value > 20 : value > 5))).toBe(true);
    expect(await marked.draw([0, 100], 6, random())).toEqual(theta);
  });

  it('has the draws of a single network where there is one', async () => {
    const theta = await posteriorOf({ shift: 0.5, sd: 2 }).draw([1, 2], 3, random());
    const noise = random();
    const want = Array.from({ length: 12 }, (_, i) => {
      const z = Math.fround(0.5 + Math.floor(i / 6) + 1 + 2 * Math.fround(noise.normal()));
      return i % 2 === 0 ? z : 10 + 3 * z;
    });
    for (const [i, value] of theta.entries()) expect(value).toBeCloseTo(want[i], 5);
  });

  it('has the density of the mixture, in nats of theta', async () => {
    const posterior = posteriorOf({ shift: -1, sd: 0.5 }, { shift: 2, sd: 1 });
    const theta = Float64Array.of(0.3, 11, -1, 8);
    const s = [0.25, -0.375];
    const density = await posterior.logDensity(theta, s);
    for (const i of [0, 1]) {
      const [z1, z2] = [theta[2 * i], (theta[2 * i + 1] - 10) / 3];
      const member = (shift: number, sd: number) =>
        (normalPdf((z1 - shift - s[i]) / sd) * normalPdf((z2 - shift - s[i]) / sd)) / sd ** 2;
      expect(density[i]).toBeCloseTo(Math.log((member(-1, 0.5) + member(2, 1)) / 2 / 3), 5);
    }
  });

  it('splits its variance into what lies within and between the members', async () => {
    const members = [
      { shift: -1, sd: 0.5 },
      { shift: 0, sd: 1 },
      { shift: 1.3, sd: 0.7 },
    ];
    const { within, between } = await posteriorOf(...members).spread([0.4], 4000, random());
    // Means -1, 0, 1.3 and sds of z; theta_2 is three times as wide. 4,000 draws: 2.2 % standard error of a variance.
    const [meanOfVariances, varianceOfMeans] = [(0.25 + 1 + 0.49) / 3, (1 + 0 + 1.69) / 3 - 0.1 ** 2];
    expect(Math.abs(within[0] / meanOfVariances - 1)).toBeLessThan(0.08);
    expect(Math.abs(within[1] / (9 * meanOfVariances) - 1)).toBeLessThan(0.08);
    expect(Math.abs(between[0] / varianceOfMeans - 1)).toBeLessThan(0.08);
    expect(Math.abs(between[1] / (9 * varianceOfMeans) - 1)).toBeLessThan(0.08);
  });

  it('finds no disagreement between equal members, however few the draws', async () => {
    const { between } = await posteriorOf({ shift: 1, sd: 1 }, { shift: 1, sd: 1 }).spread([0], 10, random());
    expect([...between]).toEqual([0, 0]);
  });
});

describe('the split of a variance', () => {
  it('adds up to the variance of all draws together', () => {
    const members = [
      [1, 0, 3, 2],
      [7, 2, 9, 2],
    ];
    // Column 1: means 2 and 8, variances 1 and 1; all of 1, 3, 7, 9 has 10. Column 2: 0, 2, 2, 2 has 0.75.
    const { within, between } = spreadOf(members, 2);
    expect([...within]).toEqual([1, 0.5]);
    expect([...between]).toEqual([9, 0.25]);
  });
});
