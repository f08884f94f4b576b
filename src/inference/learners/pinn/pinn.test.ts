import { describe, expect, it } from 'vitest';
import { levenbergMarquardt } from '../../math/levenbergMarquardt.ts';
import { choleskySolve, cholesky } from '../../math/linear.ts';
import { Random } from '../../math/random.ts';
import { simulateObservation } from '../../observation/observation.ts';
import type { Prior } from '../../priors/prior.ts';
import { cylinder } from '../../simulators/cylinder/index.ts';
import { displacement, INNER, OUTER } from '../../simulators/cylinder/lame.ts';
import { defaultProblem } from '../../simulators/problem.ts';
import type { Design, Problem } from '../../simulators/system.ts';
import type { LearnerTask } from '../learner.ts';
import { dampedStep, laplaceCovariance, type Residuals } from './gaussNewton.ts';
import { pinn } from './index.ts';
import { Field, initialWeights, type Jet } from './network.ts';
import { startPinn } from './run.ts';
import { HIDDEN, WEIGHTS } from './sizes.ts';
import { solvedFit } from './solved.ts';
import { termsAt, totalOf } from './terms.ts';
import { equationAt, LAMBDA, MU, residualsOf, rhoOf, type Wall, wallOf } from './wall.ts';

const TRUTH = [1.5, 1];

function taskWith({
  settings = {},
  problem = defaultProblem(cylinder),
  theta = TRUTH,
  seed = 1,
}: {
  readonly settings?: Partial<Design>;
  readonly problem?: Problem;
  readonly theta?: readonly number[];
  readonly seed?: number;
} = {}): LearnerTask {
  const { s, x } = simulateObservation(cylinder, problem, theta, [0, 0.01], seed);
  const data = { s: Float64Array.from(s), x: x === null ? null : Float64Array.from(x) };
  return { system: cylinder, problem, settings: { ...pinn.defaults, ...settings } as Design, seed, data };
}

function fitted(task: LearnerTask) {
  const run = startPinn(task, null);
  while (!run.finished) run.advance();
  return run;
}

function randomPoint(wall: Wall, seed = 3): Float64Array {
  const random = new Random(seed, 0);
  const x = wall.prior.centre.slice();
  x.set(initialWeights(random));
  for (let j = WEIGHTS; j < x.length; j++) x[j] += 0.3 * random.normal();
  return x;
}

describe('the field', () => {
  const w = initialWeights(new Random(5, 0));

  it('has 481 weights', () => {
    expect(WEIGHTS).toBe(481);
    expect(WEIGHTS).toBe(3 * HIDDEN + HIDDEN * HIDDEN + HIDDEN + 1);
  });

  it('has the slope and the curvature of its value, by central differences', () => {
    const field = new Field();
    const at = (x: number) => field.jet(w, x)[0];
    for (const x of [-1, -0.3, 0.4, 1]) {
      const [u, slope, curvature] = field.jet(w, x);
      const h = 1e-4;
      expect(Math.abs(slope - (at(x + h) - at(x - h)) / (2 * h))).toBeLessThan(1e-7);
      expect(Math.abs(curvature - (at(x + h) - 2 * u + at(x - h)) / (h * h))).toBeLessThan(1e-6);
    }
  });

  it.each<[string, Jet]>([
    ['value', [1, 0, 0]],
    ['slope', [0, 1, 0]],
    ['curvature', [0, 0, 1]],
  ])('has the gradient of its %s in every weight, by central differences', (_, seed) => {
    const field = new Field();
    const gradient = new Float64Array(WEIGHTS);
    const value = (v: Float64Array) => field.jet(v, 0.37).reduce((sum, part, k) => sum + seed[k] * part, 0);
    field.jet(w, 0.37);
    field.gradient(seed, gradient, 0);
    for (let j = 0; j < WEIGHTS; j++) {
      const [up, down] = [w.slice(), w.slice()];
      up[j] += 1e-5;
      down[j] -= 1e-5;
      expect(Math.abs(gradient[j] - (value(up) - value(down)) / 2e-5)).toBeLessThan(1e-8);
    }
  });
});

describe('the loss', () => {
  const free = defaultProblem(cylinder);
  const marginalised: Problem = {
    ...free,
    nuisances: {
      p: { ...free.nuisances.p, mode: 'marginalised' },
      off: { ...free.nuisances.off, mode: 'marginalised' },
    },
  };
  const inferred = defaultProblem(cylinder, { ...cylinder.defaultDesign, pressure: 'inferred' });

  it.each<[string, Problem, number]>([
    ['known pressure', free, 483],
    ['pressure and offset marginalised', marginalised, 485],
    ['pressure inferred', inferred, 484],
  ])('has the Jacobian of central differences: %s', (_, problem, unknowns) => {
    const task = taskWith({ problem, theta: problem === inferred ? [...TRUTH, 0.01] : TRUTH });
    const wall = wallOf(task);
    expect([wall.unknowns, pinn.unknowns(task)]).toEqual([unknowns, unknowns]);
    const residuals = residualsOf(wall);
    const { size } = residuals;
    const x = randomPoint(wall);
    const [f, A] = [new Float64Array(size), new Float64Array(size * unknowns)];
    residuals.evaluate(x, f, A);
    const [above, below] = [new Float64Array(size), new Float64Array(size)];
    let worst = 0;
    for (let j = 0; j < unknowns; j++) {
      const [up, down] = [x.slice(), x.slice()];
      up[j] += 1e-5;
      down[j] -= 1e-5;
      residuals.evaluate(up, above, null);
      residuals.evaluate(down, below, null);
      let largest = 0;
      for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(A[i * unknowns + j]));
      for (let i = 0; i < size; i++) {
        const difference = (above[i] - below[i]) / 2e-5;
        worst = Math.max(worst, Math.abs(A[i * unknowns + j] - difference) / Math.max(1, largest));
      }
    }
    expect(worst).toBeLessThan(1e-6);
  });

  it('leaves nothing of the equation and the edges over for Lamé’s solution', () => {
    // R is linear in u, u', u'': of the closed form in place of the network.
    const [lambda, mu, p] = [1.3, 0.7, 0.02];
    const u = (r: number) => displacement(lambda, mu, p, r);
    for (const r of [INNER, 1.4, OUTER]) {
      const h = 1e-3;
      // By rho = 2 r - 3 a derivative is halved.
      const [slope, curvature] = [(u(r + h) - u(r - h)) / (2 * h), (u(r + h) - 2 * u(r) + u(r - h)) / (h * h)];
      const [c, c1, c2] = equationAt(r);
      expect(Math.abs(c * u(r) + (c1 * slope) / 2 + (c2 * curvature) / 4)).toBeLessThan(1e-7);
    }
    expect([rhoOf(INNER), rhoOf(OUTER)]).toEqual([-1, 1]);
  });

  it('is the sum of its terms, and half the squared residuals and priors', () => {
    const wall = wallOf(taskWith({ problem: marginalised }));
    const x = randomPoint(wall);
    const residuals = residualsOf(wall);
    const f = new Float64Array(residuals.size);
    residuals.evaluate(x, f, null);
    let sum = f.reduce((total, v) => total + (v * v) / 2, 0);
    x.forEach((v, j) => (sum += (v - wall.prior.centre[j]) ** 2 / wall.prior.variance[j] / 2));
    expect(totalOf(termsAt(wall, x)) / sum).toBeCloseTo(1, 12);
  });
});

describe('the optimiser', () => {
  /** Three residuals of five unknowns. */
  const residuals: Residuals = {
    size: 3,
    evaluate(x, out, A) {
      out[0] = 4 * (x[0] * x[1] - 1);
      out[1] = 3 * (Math.exp(x[2]) - x[3]);
      out[2] = 2 * (x[4] + x[0] - 2);
      if (A === null) return;
      A.fill(0);
      A.set([4 * x[1], 4 * x[0], 0, 0, 0], 0);
      A.set([0, 0, 3 * Math.exp(x[2]), -3, 0], 5);
      A.set([2, 0, 0, 0, 2], 10);
    },
  };
  const prior = { centre: Float64Array.of(0, 0.5, 0, 1, 0), variance: Float64Array.of(1, 4, 0.5, 1, 2) };

  function minimum(held: readonly number[] = []) {
    let x: Float64Array = Float64Array.of(0.3, 0.4, 0.2, 0.1, 0);
    const variance = prior.variance.map((v, j) => (held.includes(j) ? 0 : v));
    for (let step = 0; step < 200; step++) {
      ({ x } = dampedStep(residuals, { ...prior, variance }, x, 1e-3));
    }
    return x;
  }

  it('finds the minimum that dense least squares over residuals and priors find', () => {
    const dense = levenbergMarquardt(
      {
        size: 8,
        residuals(p, out) {
          residuals.evaluate(p, out, null);
          p.forEach((v, j) => (out[3 + j] = (v - prior.centre[j]) / Math.sqrt(prior.variance[j])));
        },
      },
      [0.3, 0.4, 0.2, 0.1, 0],
    );
    minimum().forEach((v, j) => expect(Math.abs(v - dense.p[j])).toBeLessThan(1e-5));
    // The same matrix, inverted whole.
    const L = cholesky(dense.normal);
    const covariance = laplaceCovariance(residuals, prior, minimum(), [1, 4]);
    [1, 4].forEach((j, a) => {
      const row = choleskySolve(
        L,
        Array.from({ length: 5 }, (_, k) => (k === j ? 1 : 0)),
      );
      [1, 4].forEach((k, b) => expect(Math.abs(covariance[a][b] - row[k])).toBeLessThan(1e-5));
    });
  });

  it('leaves what is held where it is', () => {
    const x = minimum([1, 3]);
    expect([x[1], x[3]]).toEqual([0.4, 0.1]);
  });

  it('reports how much lower the quadratic model sees the loss: nothing at the minimum', () => {
    expect(dampedStep(residuals, prior, minimum(), 1e-3).decrement).toBeLessThan(1e-9);
    expect(dampedStep(residuals, prior, Float64Array.of(0.3, 0.4, 0.2, 0.1, 0), 1e-3).decrement).toBeGreaterThan(1);
  });
});

describe('the equation solved', () => {
  it('has the sds of the Fisher information and the prior together', () => {
    // From a separate float64 implementation.
    const {
      sdLambda: a,
      sdMu: b,
      correlation: c,
    } = { sdLambda: 0.12863241, sdMu: 0.01531969, correlation: -0.92405464 };
    const scale = 1 / (1 - c * c);
    const precision = [scale / (a * a) + 4, (-scale * c) / (a * b), scale / (b * b) + 4];
    const determinant = precision[0] * precision[2] - precision[1] ** 2;
    const wall = wallOf(taskWith());
    const exact = wall.radii.map((r) => displacement(1.5, 1, 0.01, r));
    const { sds } = solvedFit({ ...wall, readings: Float64Array.from(exact) });
    // The prior draws the most probable point a little away from the truth.
    expect(sds[0] / Math.sqrt(precision[2] / determinant)).toBeCloseTo(1, 1);
    expect(sds[1] / Math.sqrt(precision[0] / determinant)).toBeCloseTo(1, 1);
  });
});

describe('a run', () => {
  it('ends at the most probable point of the solved equation, with its sds, and says that it can be believed', () => {
    const task = taskWith({ settings: { starts: 2, steps: 250 } });
    const run = fitted(task);
    const { at, sds } = solvedFit(wallOf(task));
    const { estimate, remarks = [], numbers } = run.frame();
    for (const j of [0, 1]) {
      expect(Math.abs((estimate?.at[j] ?? Number.NaN) - at[j]) / sds[j]).toBeLessThan(0.1);
      expect(Math.abs(Math.sqrt(estimate?.covariance?.[3 * j] ?? Number.NaN) / sds[j] - 1)).toBeLessThan(0.1);
    }
    expect(numbers.map(({ name }) => name)).toEqual(['ln λ', 'λ', 'ln μ', 'μ']);
    expect(remarks.filter(({ level }) => level === 'bad')).toEqual([]);
    expect(remarks.some(({ sentence }) => sentence.startsWith('The ellipse fits'))).toBe(true);
  }, 60_000);

  it('without the edge terms identifies nothing, gives no number, and says why', () => {
    const run = fitted(taskWith({ settings: { edges: false, starts: 1, steps: 150 } }));
    const { estimate, remarks = [], numbers } = run.frame();
    expect(estimate).toBeUndefined();
    expect(numbers).toEqual([]);
    expect(remarks.filter(({ level }) => level === 'bad').map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/λ and μ are not identified.*edge terms/),
    ]);
  }, 60_000);

  it('whose steps run out says that it has not converged', () => {
    const { remarks = [] } = fitted(taskWith({ settings: { starts: 1, steps: 12 } })).frame();
    expect(remarks[0]).toMatchObject({ level: 'bad', sentence: expect.stringContaining('has not converged') });
  });

  it.each([
    [1e-3, false],
    [1e-2, true],
  ])(
    'with tolerances of %f says whether they widen the answer: %s',
    (tolerance, widens) => {
      const settings = { starts: 1, steps: 200, inside: tolerance, edge: tolerance };
      const { remarks = [] } = fitted(taskWith({ settings })).frame();
      expect(remarks.some(({ level, sentence }) => level === 'warn' && sentence.includes('widen the answer'))).toBe(
        widens,
      );
    },
    60_000,
  );

  it('of which the readings are not what the wall can do says so', () => {
    const task = taskWith({ settings: { starts: 1, steps: 150 } });
    const x = task.data.x?.slice() ?? new Float64Array();
    x[4] += 1e-3;
    const { remarks = [] } = fitted({ ...task, data: { ...task.data, x } }).frame();
    expect(remarks.some(({ level, sentence }) => level === 'bad' && sentence.includes('misses the readings'))).toBe(
      true,
    );
  }, 60_000);

  it('with all gauges at one radius says that the ellipse is not the posterior', () => {
    const problem = defaultProblem(cylinder, { ...cylinder.defaultDesign, gauges: 'single' });
    const { remarks = [] } = fitted(taskWith({ problem, settings: { starts: 1, steps: 200 } })).frame();
    const said = remarks.map(({ level, sentence }) => `${level}: ${sentence}`).join('\n');
    expect(said).toMatch(/hardly identified|not identified/);
  }, 60_000);

  it('continues from its state to the same end, bit for bit', () => {
    const task = taskWith({ settings: { starts: 2, steps: 12 } });
    const whole = fitted(task);
    let run = startPinn(task, null);
    for (let step = 0; !run.finished; step++) {
      run.advance();
      if (step % 7 === 0) {
        const state = run.state();
        run = startPinn(task, state);
      }
    }
    const { arrays } = whole.state();
    expect(Object.fromEntries(Object.entries(arrays).map(([name, { length }]) => [name, length]))).toEqual(
      pinn.arrays(task),
    );
    expect(run.state()).toEqual(whole.state());
    expect(run.frame()).toEqual(whole.frame());
  });

  it('asked for other tolerances finds the width of the solved equation with a tight one, and a wider one with a loose one', async () => {
    const run = fitted(taskWith({ settings: { starts: 1, steps: 250 } }));
    const { figures, remarks } = await run.answers['pinn.trust'](null, async () => {});
    const widths = figures[0].curves.find(({ name }) => name === 'ln μ')?.y ?? [];
    expect(Math.abs(widths[0] - 1)).toBeLessThan(0.05);
    expect(widths[6]).toBeGreaterThan(2);
    expect(remarks[0].level).toBe('good');
  }, 60_000);
});

describe('refuses in a sentence', () => {
  const problem = defaultProblem(cylinder);
  const uniform: Prior = { family: 'uniform', low: 0.1, high: 10 };
  const cut: Prior = { family: 'lognormal', mean: 0, sd: 0.5, low: 0.8 };

  it.each<[string, Problem, RegExp]>([
    ['a uniform prior', { ...problem, priors: { ...problem.priors, lambda: uniform } }, /prior of λ is uniform/],
    ['a prior that is cut off', { ...problem, priors: { ...problem.priors, mu: cut } }, /prior of μ is cut off/],
    [
      'a uniform nuisance',
      {
        ...problem,
        nuisances: {
          ...problem.nuisances,
          off: { mode: 'marginalised', value: 0, prior: { ...uniform, low: -1, high: 1 } },
        },
      },
      /prior of the offset is uniform/,
    ],
  ])('%s', (_, other, said) => {
    expect(pinn.faults({ ...taskWith(), problem: other }).join()).toMatch(said);
  });

  it('summaries without readings, and a missing one', () => {
    const task = taskWith();
    expect(pinn.faults(task)).toEqual([]);
    expect(pinn.faults({ ...task, data: { ...task.data, x: null } }).join()).toMatch(/needs the readings themselves/);
    const x = task.data.x?.slice() ?? new Float64Array();
    x[2] = Number.NaN;
    expect(pinn.faults({ ...task, data: { ...task.data, x } }).join()).toMatch(/reading 3 is missing/);
  });
});

it('keeps the moduli behind the weights', () => {
  expect([LAMBDA, MU]).toEqual([481, 482]);
});
