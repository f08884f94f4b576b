/**
 * The reference posteriors against the draws that sbibm gives: means and standard deviations of its 10,000 draws for the
 * observation of the table, of |θ| where modes mirror one another. Differences below 5 standard errors of 10,000 and of our
 * draws: false alarm 6e-7 each, 6e-5 in all, were the draws redrawn. Where draws come from Markov chains, on either side,
 * their number counts as half.
 */
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { defaultProblem } from '../problem.ts';
import { builtIn } from '../registry.ts';
import type { Problem, ReferenceLabel, ReferencePosterior } from '../system.ts';

interface Golden {
  readonly id: string;
  readonly label: ReferenceLabel;
  readonly x: readonly number[];
  readonly means: readonly number[];
  readonly sds: readonly number[];
  readonly absolute?: boolean;
}

const golden: readonly Golden[] = [
  {
    id: 'two-moons',
    label: 'exact',
    x: [-0.6396706, 0.16234657],
    means: [0.6744, 0.6736],
    sds: [0.1278, 0.1279],
    absolute: true,
  },
  {
    id: 'slcp',
    label: 'exact',
    x: [-0.66452104, -2.9279308, -16.49147, 4.06107, 4.232153, -4.652277, -4.9924355, -1.5655216],
    means: [1.795, 2.29, 2.66, 1.752, 2.206],
    sds: [0.8048, 0.4687, 0.225, 0.1834, 0.5583],
    absolute: true,
  },
  {
    id: 'gaussian-linear',
    label: 'exact',
    x: [
      1.0471346, 0.5566712, -0.23618454, 0.027879834, -1.0051446, -0.007930746, 0.06117077, -0.29286885, -0.38539964,
      0.2449614,
    ],
    means: [0.5239, 0.2778, -0.1121, 0.01643, -0.502, -0.002878, 0.03205, -0.1457, -0.1898, 0.1212],
    sds: [0.2222, 0.2252, 0.2235, 0.2232, 0.2234, 0.2238, 0.2248, 0.2228, 0.2232, 0.2235],
  },
  {
    id: 'gaussian-linear-uniform',
    label: 'exact',
    x: [
      -0.53739023, -0.23864163, 0.81923723, 0.6407443, 0.41616207, -0.09746933, 1.1292295, -0.05842293, -0.97055256,
      -0.9423423,
    ],
    means: [-0.4914, -0.2346, 0.6692, 0.5666, 0.3955, -0.09654, 0.7921, -0.05922, -0.7391, -0.7299],
    sds: [0.2734, 0.3084, 0.223, 0.2591, 0.2925, 0.3138, 0.1684, 0.3123, 0.1946, 0.2008],
  },
  {
    id: 'gaussian-mixture',
    label: 'exact',
    x: [-9.472713, -1.4950509],
    means: [-9.264, -1.487],
    sds: [0.527, 0.6493],
  },
  {
    id: 'bernoulli-glm',
    label: 'mcmc',
    x: [56.0, 3.32306, 14.356438, 11.104893, -4.167525, -18.507809, -21.917496, -9.553517, -0.357257, -5.497825],
    means: [0.8882, 1.977, 3.285, 2.519, 0.3151, -1.646, -2.429, -1.553, -0.2833, 0.3215],
    sds: [0.4009, 0.4623, 0.6399, 0.52, 0.3118, 0.398, 0.5037, 0.4181, 0.338, 0.3879],
  },
  {
    id: 'sir',
    label: 'exact',
    x: [0, 1, 352, 40, 3, 0, 0, 0, 0, 0],
    means: [0.6325, 0.1695],
    sds: [0.01257, 0.01222],
  },
  {
    id: 'lotka-volterra',
    label: 'mcmc',
    x: [
      31.783262, 1.1971166, 0.29703617, 0.71145046, 2.9415865, 11.482614, 36.09036, 0.46229604, 0.38081983, 0.9173736,
      0.8910395, 27.039942, 4.356176, 0.78444487, 0.17100818, 0.1325878, 8.727008, 16.97251, 2.7902339, 0.47567415,
    ],
    means: [0.6835, 0.1047, 0.8965, 0.1178],
    sds: [0.008725, 0.006176, 0.01647, 0.002082],
  },
];

const N = 4000;

async function reference(id: string, x: readonly number[], problem: Problem, draws = N): Promise<ReferencePosterior> {
  const random = new Random(1, STREAMS.reference);
  const answer = await builtIn(id).reference({ problem, x: Float64Array.from(x), draws, random });
  if (answer.kind === 'unavailable') throw new Error(answer.reason);
  return answer;
}

/** Column j of the displayed quantities. */
function shown({ draws }: ReferencePosterior, id: string, j: number): Float64Array {
  const system = builtIn(id);
  const D = system.parameters({}).length;
  const quantity = system.display({})[j];
  return Float64Array.from({ length: draws.length / D }, (_, i) => quantity.value(draws.subarray(i * D, (i + 1) * D)));
}

describe.each(golden)('the reference of $id', ({ id, label, x, means, sds, absolute }) => {
  it('has the moments of the draws of sbibm', async () => {
    const draws = label === 'mcmc' ? N / 2 : N;
    const answer = await reference(id, x, defaultProblem(builtIn(id)), draws);
    expect(answer).toMatchObject({ label, comparable: true });
    const share = (1 / 10_000 + 1 / draws) * (label === 'mcmc' ? 2 : 1);
    means.forEach((expected, j) => {
      const column = shown(answer, id, j);
      const values = absolute ? column.map(Math.abs) : column;
      const spread = sds[j];
      expect(Math.abs(mean(values) - expected) / (spread * Math.sqrt(share))).toBeLessThan(5);
      const kurtosis = mean(values.map((value) => ((value - expected) / spread) ** 4));
      expect(Math.abs(sd(values) / spread - 1) / Math.sqrt((share * (kurtosis - 1)) / 4)).toBeLessThan(5);
    });
  });
});

describe('a posterior with mirrored modes', () => {
  it('has each of two moons and four pairs of signs in equal parts', async () => {
    const moons = await reference('two-moons', golden[0].x, defaultProblem(builtIn('two-moons')));
    const second = shown(moons, 'two-moons', 1);
    const right = shown(moons, 'two-moons', 0).filter((value, i) => value + second[i] > 0);
    expect(Math.abs(right.length / N - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / N));
    const four = await reference('slcp', golden[1].x, defaultProblem(builtIn('slcp')));
    for (const [signOfThird, signOfFourth] of [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ]) {
      const third = shown(four, 'slcp', 2);
      const fourth = shown(four, 'slcp', 3);
      const part = third.filter((value, i) => value * signOfThird > 0 && fourth[i] * signOfFourth > 0).length / N;
      expect(Math.abs(part - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / N));
    }
  });
});

describe('under other priors than those of the benchmark', () => {
  it('the box of a uniform prior is kept, wherever it lies', async () => {
    for (const id of ['two-moons', 'slcp', 'gaussian-mixture', 'gaussian-linear-uniform']) {
      const { x } = golden.find((entry) => entry.id === id) ?? golden[0];
      const problem = defaultProblem(builtIn(id));
      const { low, high } = { low: -9.6, high: -0.1 };
      const narrowed: Problem = { ...problem, priors: { ...problem.priors, theta1: { family: 'uniform', low, high } } };
      const first = shown(await reference(id, x, narrowed, 500), id, 0);
      expect(first.every((value) => value >= low && value <= high)).toBe(true);
    }
  });

  it('a sign that the prior forbids is not drawn', async () => {
    const problem = defaultProblem(builtIn('slcp'));
    const oneSign: Problem = {
      ...problem,
      priors: { ...problem.priors, theta3: { family: 'uniform', low: 0, high: 3 } },
    };
    expect(shown(await reference('slcp', golden[1].x, oneSign, 500), 'slcp', 2).every((value) => value >= 0)).toBe(
      true,
    );
  });

  // Oracle: the product of two normal densities, precisions 4 and 10.
  it('a normal prior of another width moves the Gaussian linear posterior by its precision', async () => {
    const problem = defaultProblem(builtIn('gaussian-linear'));
    const wide: Problem = {
      ...problem,
      priors: { ...problem.priors, theta1: { family: 'normal', mean: 1, sd: 0.5 } },
    };
    const first = shown(await reference('gaussian-linear', golden[2].x, wide), 'gaussian-linear', 0);
    const expected = (4 * 1 + 10 * golden[2].x[0]) / 14;
    expect(Math.abs(mean(first) - expected) * Math.sqrt(14 * N)).toBeLessThan(5);
  });
});

describe('data that no draw of the prior can have made', () => {
  it.each([
    ['two-moons', [1, 0]],
    ['gaussian-mixture', [1000, 1000]],
  ] as const)('have no reference in %s, and the answer says why', async (id, x) => {
    const answer = await builtIn(id).reference({
      problem: defaultProblem(builtIn(id)),
      x: Float64Array.from(x),
      draws: 20,
      random: new Random(1, STREAMS.reference),
    });
    expect(answer).toMatchObject({ kind: 'unavailable' });
  });
});
