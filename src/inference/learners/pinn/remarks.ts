/** How far a run of the PINN can be believed: each sentence with the number that it stands on. */
import { pValue } from '../../diagnostics/report/wording.ts';
import type { Verdict } from '../../diagnostics/report/verdict.ts';
import { BAD, WARN } from '../../diagnostics/report/verdict.ts';
import { regularisedGamma } from '../../math/incompleteGamma.ts';
import type { Progress } from './progress.ts';
import { leftOver } from './wall.ts';

/** Sd over that of the prior from which on a parameter is not identified, and from which on hardly. */
const NOT = 0.9;
const HARDLY = 0.5;
/** Distance between starts in sds that is no distance, and one that matters. */
const AGREE = 0.1;
const DIFFER = 0.5;
/** Sds from the middle of the prior. */
const FAR = 3;
/** What may be left over of the equation, in tolerances. */
const BROKEN = 3;
/** Share of an sd that the tolerances may add without a word. */
const WIDENED = 0.05;
/** The loss rises by 2 nats two sds away where the posterior is Gaussian; within these bounds sds are right to about a quarter. */
const RISE = { low: 1.3, high: 3.1 };

export interface Judgement {
  readonly remarks: readonly Verdict[];
  /** By inferred parameter. */
  readonly identified: readonly boolean[];
}

export function judge(progress: Progress): Judgement {
  const { wall, covariance, finished } = progress;
  const sds = covariance.map((row, j) => Math.sqrt(row[j]));
  const shares = wall.inferred.map(({ place }, j) => sds[j] / Math.sqrt(wall.prior.variance[place]));
  const identified = shares.map((share) => share < NOT);
  const none = !identified.includes(true);
  const remarks = [
    ...(finished ? [settled(progress, sds, none)] : [underWay(progress)]),
    ...identification(progress, shares),
    ...(finished && !none ? shape(progress) : []),
    ...(none ? [] : tolerances(progress, sds)),
    ...prior(progress, identified),
    ...readings(progress),
    ...equation(progress),
  ];
  return { remarks, identified };
}

function underWay({ starts, startsWanted }: Progress): Verdict {
  const at = starts.length < startsWanted ? `start ${starts.length + 1} of ${startsWanted}` : 'the test of the ellipse';
  return { level: 'warn', sentence: `The fit is not at its end (${at}): every number here can still change.` };
}

/** Whether the best start has come to its end, and the others to the same place. */
function settled({ starts }: Progress, sds: readonly number[], none: boolean): Verdict {
  const ascending = starts.toSorted((a, b) => a.value - b.value);
  const [best, ...others] = ascending;
  if (!best.converged) {
    return {
      level: 'bad',
      sentence: 'The fit has not converged: its steps ran out while the loss was still falling. Give it more steps.',
    };
  }
  if (none) return { level: 'good', sentence: 'The fit has converged: the loss no longer falls.' };
  if (others.length === 0) {
    return {
      level: 'warn',
      sentence: 'The fit has converged, from one start only: whether another start would end elsewhere is not known.',
    };
  }
  const distance = (at: Float64Array) => Math.max(...sds.map((sd, j) => Math.abs(at[j] - best.at[j]) / sd));
  const furthest = Math.max(...others.map(({ at }) => distance(at)));
  const said = `The ${starts.length} starts ended within ${furthest < 0.01 ? '0.01' : furthest.toPrecision(1)} sd of each other`;
  const open = starts.filter(({ converged }) => !converged).length;
  const unfinished = open === 0 ? '' : `; ${open} of them had not converged`;
  if (furthest <= AGREE) return { level: 'good', sentence: `${said}${unfinished}, and the best has converged.` };
  const level = furthest <= DIFFER ? 'warn' : 'bad';
  return {
    level,
    sentence: `The ${starts.length} starts ended up to ${furthest.toPrecision(2)} sd apart${unfinished}: there may be a lower loss elsewhere.`,
  };
}

function identification({ wall }: Progress, shares: readonly number[]): Verdict[] {
  const names = (from: number, to: number) =>
    wall.inferred.filter((_, j) => shares[j] >= from && shares[j] < to).map(({ symbol }) => symbol);
  const not = names(NOT, Infinity);
  const hardly = names(HARDLY, NOT);
  const why =
    wall.edge === null
      ? 'the equation inside holds neither λ nor μ, and the edge terms, which do, are left out'
      : 'the loss says no more of them than their priors';
  return [
    ...(not.length > 0
      ? [{ level: 'bad' as const, sentence: `${listed(not)} not identified: ${why}. No number is given.` }]
      : []),
    ...(hardly.length > 0
      ? [
          {
            level: 'warn' as const,
            sentence: `${listed(hardly)} hardly identified: the sd is ${shares[wall.inferred.findIndex(({ symbol }) => symbol === hardly[0])].toFixed(2)} of the prior’s. A combination of the parameters may be known far better than each.`,
          },
        ]
      : []),
  ];
}

const listed = (symbols: readonly string[]) => `${symbols.join(' and ')} ${symbols.length === 1 ? 'is' : 'are'}`;

function shape({ rises }: Progress): Verdict[] {
  if (rises.length === 0) return [];
  const [low, high] = [Math.min(...rises), Math.max(...rises)];
  const said = `two sds away the loss rises by ${low.toFixed(1)} to ${high.toFixed(1)} nats, and by 2.0 if the posterior were Gaussian`;
  return low >= RISE.low && high <= RISE.high
    ? [{ level: 'good', sentence: `The ellipse fits: ${said}.` }]
    : [{ level: 'bad', sentence: `The ellipse is not the posterior: ${said}. Look at the exact one.` }];
}

/** What the tolerances add to the width: a statement of trust, not of the readings. */
function tolerances({ tighter }: Progress, sds: readonly number[]): Verdict[] {
  if (tighter === null) return [];
  const added = Math.max(...sds.map((sd, j) => sd / Math.sqrt(tighter[j][j]) - 1));
  if (added < WIDENED) return [];
  return [
    {
      level: 'warn',
      sentence: `The tolerances of the equation and the edges widen the answer: with a third of them an sd would be ${(100 * (1 - 1 / (1 + added))).toFixed(0)} % smaller.`,
    },
  ];
}

function prior({ wall, x }: Progress, identified: readonly boolean[]): Verdict[] {
  return wall.inferred.flatMap(({ symbol, place }, j) => {
    const z = (x[place] - wall.prior.centre[place]) / Math.sqrt(wall.prior.variance[place]);
    if (!identified[j] || Math.abs(z) < FAR) return [];
    return [
      {
        level: 'warn' as const,
        sentence: `The most probable ${symbol} lies ${Math.abs(z).toFixed(1)} sds of its prior from the prior’s middle: prior and readings disagree.`,
      },
    ];
  });
}

/** Chi-squared of the readings at the fit, against as many degrees as there are readings: a lenient bound. */
function readings({ wall, terms, finished }: Progress): Verdict[] {
  if (!finished) return [];
  const n = wall.radii.length;
  const p = regularisedGamma(n / 2, terms.data).upper;
  if (p >= WARN) return [];
  return [
    {
      level: p < BAD ? 'bad' : 'warn',
      sentence: `The fit misses the readings by more than their noise allows (${terms.data.toFixed(1)} nats for ${n} gauges, ${pValue(p)}): the wall, or the noise, is not as assumed.`,
    },
  ];
}

function equation({ wall, x, finished }: Progress): Verdict[] {
  if (!finished) return [];
  const left = leftOver(wall, x);
  const worst = left.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (worst <= BROKEN) return [];
  return [
    {
      level: 'warn',
      sentence: `Somewhere inside the equation misses by ${worst.toFixed(1)} tolerances: the field is not quite a solution.`,
    },
  ];
}
