/** The questions that a neural ODE can be asked, as figures, numbers and sentences. */
import type { Verdict } from '../../diagnostics/report/verdict.ts';
import { mean, sd } from '../../math/statistics.ts';
import { BACKGROUND } from '../../simulators/geneDelay/design.ts';
import type { Finding, FrameCurve } from '../learner.ts';
import type { Member } from './ensemble.ts';
import { type Experiment, GRID, GRID_POINTS, GRID_STEP, mrnaAt, READ_AT } from './experiments.ts';
import { type Objective } from './objective.ts';
import { LAGS, LONGEST, VARIANTS, type Variant } from './sizes.ts';
import { DELAYS, minimumOf, type Profile } from './profile.ts';
import { MISSED, percent, PREDICTED } from './remarks.ts';
import { LAW_NAMES } from './settings.ts';

/** Of the five networks of each law. */
export interface Fitted {
  readonly objective: Objective;
  /** Lowest loss first. */
  readonly members: readonly Member[];
}

/** Nats between the lowest and the highest point of a profile below which it tells nothing. */
const FLAT = 3;
/** Nats above the minimum from which a fit that is not at its end changes nothing that is said. */
const NEAR = 10;
/** Nats within which two runs count as having found the same minimum. */
const SAME = 1;

export function profileFinding(profile: Profile, { objective, members }: Fitted): Finding {
  const x = Float64Array.from(DELAYS);
  const found = minimumOf(profile.loss);
  const free = members.map(({ u }) => objective.delay(u) ?? Number.NaN);
  return {
    figures: [
      {
        title: 'Which delay fits best',
        axes: ['delay τ [min]', 'loss [nats]'],
        quantity: 'tau',
        curves: [
          { name: 'from shorter delays', role: 'earlier', x, y: profile.ways[0] },
          { name: 'from longer delays', role: 'earlier', x, y: profile.ways[1] },
          { name: 'lowest', role: 'learnt', x, y: profile.loss },
          {
            name: 'five free starts',
            role: 'data',
            x: Float64Array.from(free),
            y: Float64Array.from(members, ({ loss }) => loss),
          },
        ],
      },
    ],
    numbers: [
      {
        name: 'delay at the minimum',
        value: found.delay,
        sd: Number.isFinite(found.sd) ? found.sd : null,
        unit: 'min',
      },
      { name: 'without a delay worse by', value: found.none, sd: null, unit: 'nats' },
      { name: 'delay of the best free start', value: free[0], sd: null, unit: 'min' },
    ],
    remarks: profileRemarks(profile, found, free, members),
  };
}

function profileRemarks(
  profile: Profile,
  found: ReturnType<typeof minimumOf>,
  free: readonly number[],
  members: readonly Member[],
): Verdict[] {
  const at = `${found.delay.toFixed(1)} min`;
  const remarks: Verdict[] = [];
  const same = members.filter(({ loss }, m) => loss < members[0].loss + SAME && Math.abs(free[m] - free[0]) < 2).length;
  if (found.depth < FLAT) {
    remarks.push({
      level: 'bad',
      sentence: `The loss hardly depends on the delay (${found.depth.toFixed(1)} nats over the whole range): these pulses do not tell it.`,
    });
  } else if (found.atEnd) {
    remarks.push({
      level: 'bad',
      sentence: `The loss still falls at ${LONGEST} min, the longest delay that is tried: it may be longer, and is not found.`,
    });
  } else if (found.others.length > 0) {
    const others = found.others.map((delay) => `${delay} min`).join(', ');
    remarks.push({ level: 'warn', sentence: `The minimum at ${at} is not the only one: ${others} is nearly as good.` });
  } else if (same < 3 || Math.abs(free[0] - found.delay) > 3) {
    remarks.push({
      level: 'warn',
      sentence: `The profile is lowest at ${at}, but of five free starts only ${same} end together, the best at ${free[0].toFixed(1)} min.`,
    });
  } else {
    remarks.push({
      level: 'good',
      sentence: `One minimum, at ${at}, and ${same} of five free starts end at ${free[0].toFixed(1)} min.`,
    });
  }
  const open = profile.unsettled.filter((delay) => profile.loss[DELAYS.indexOf(delay)] < found.loss + NEAR);
  if (open.length > 0) {
    const where = open.map((delay) => `${delay} min`).join(', ');
    remarks.push({
      level: 'warn',
      sentence: `Fits ran out of steps at ${where}: there the loss may be lower than drawn.`,
    });
  }
  return remarks;
}

export function comparisonFinding(fitted: Readonly<Record<Variant, Fitted>>, heldOut: Experiment | null): Finding {
  if (heldOut === null) {
    return {
      figures: [],
      numbers: [],
      remarks: [
        {
          level: 'warn',
          sentence: 'No pulse is held out, so none is left to test with: hold one out in the settings.',
        },
      ],
    };
  }
  // All are told in one noise, that of the law that fits best: another one may have let the noise grow in place of a law.
  const best = VARIANTS.map((v) => fitted[v]).reduce((a, b) => (b.members[0].loss < a.members[0].loss ? b : a));
  const noise = best.objective.noise(best.members[0].u);
  const errors = VARIANTS.map((v) => fitted[v].members.map(({ u }) => squared(fitted[v].objective, u, heldOut, noise)));
  const curves = VARIANTS.map((v): FrameCurve => {
    const { objective, members } = fitted[v];
    return { name: v, role: 'series', x: GRID, y: objective.law(members[0].u, heldOut).protein };
  });
  return {
    figures: [
      {
        title: `Protein after ${heldOut.pulse} min, which no law has learnt from`,
        axes: ['t [min]', 'protein'],
        curves: [...curves, readings(heldOut, noise)],
      },
    ],
    bars: {
      title: 'Error on the held-out pulse, five networks each (1: noise alone)',
      bars: VARIANTS.map((v, i) => ({ name: LAW_NAMES[v], value: mean(errors[i]), sd: sd(errors[i]) })),
    },
    numbers: VARIANTS.flatMap((v) => [
      { name: `loss of ${LAW_NAMES[v]}, best of five`, value: fitted[v].members[0].loss, sd: null, unit: 'nats' },
    ]).concat([{ name: 'relative noise, of the law that fits best', value: noise, sd: null, unit: '' }]),
    remarks: comparisonRemarks(errors, fitted),
  };
}

function comparisonRemarks(
  errors: readonly (readonly number[])[],
  fitted: Readonly<Record<Variant, Fitted>>,
): Verdict[] {
  const [none, delay, history] = errors.map((each) => mean(each));
  const shown = `M0 ${none.toFixed(1)}, M1 ${delay.toFixed(1)}, M2 ${history.toFixed(1)}`;
  const remarks: Verdict[] = [];
  if (Math.min(none, delay, history) > MISSED) {
    remarks.push({
      level: 'bad',
      sentence: `None of the laws predicts the held-out pulse (${shown}; 1 would be noise alone).`,
    });
  } else if (none < PREDICTED) {
    remarks.push({
      level: 'good',
      sentence: `The law without memory predicts the held-out pulse too (${shown}): these data ask for no delay.`,
    });
  } else if (none > 3 * Math.max(delay, history)) {
    const all = Math.max(delay, history) < PREDICTED ? 'is predicted' : 'is predicted far better';
    remarks.push({
      level: 'good',
      sentence: `With memory the held-out pulse ${all}, without it is missed (${shown}): the rate depends on earlier mRNA.`,
    });
  } else {
    remarks.push({ level: 'warn', sentence: `The laws differ too little to choose between them (${shown}).` });
  }
  for (const v of VARIANTS) {
    const { members } = fitted[v];
    const few = (count: number) => `${v}: ${count} of ${members.length} networks`;
    const unsettled = members.filter(({ converged }) => !converged).length;
    const high = members.filter(({ loss }) => loss > members[0].loss + 10 * SAME).length;
    if (unsettled > 0) remarks.push({ level: 'warn', sentence: `${few(unsettled)} ran out of steps.` });
    if (high > 0) remarks.push({ level: 'warn', sentence: `${few(high)} end in a minimum that is not the lowest.` });
  }
  return remarks;
}

export function lagsFinding({ objective, members }: Fitted, delay: number): Finding {
  const found = members.map(({ u }) => objective.sensitivity(u));
  const sizes = LAGS.map((_, i) => found.map(({ size }) => size[i]));
  const centres = found.map((each) => weightedMean(each.mean));
  const [centre, spread] = [mean(centres), sd(centres)];
  const agrees = Math.abs(centre - delay) <= 5;
  return {
    figures: [],
    bars: {
      title: 'How strongly the rate follows the mRNA of so long ago (size of ∂G/∂m, five networks)',
      bars: LAGS.map((lag, i) => ({ name: `${lag} min ago`, value: mean(sizes[i]), sd: sd(sizes[i]) })),
    },
    numbers: [
      { name: 'mean lag', value: centre, sd: spread, unit: 'min' },
      { name: 'delay of M1', value: delay, sd: null, unit: 'min' },
    ],
    remarks: [
      {
        level: agrees ? 'good' : 'warn',
        sentence: agrees
          ? `Free to look at all of the last ${LONGEST} min, the network looks ${centre.toFixed(0)} min back on average, as M1’s delay of ${delay.toFixed(0)} min says.`
          : `The network looks ${centre.toFixed(0)} min back on average, M1’s delay is ${delay.toFixed(0)} min: they do not agree, so trust neither without another pulse.`,
      },
    ],
  };
}

/** Mean lag, weighted by the mean slopes. */
function weightedMean(slopes: Float64Array): number {
  const all = slopes.reduce((sum, v) => sum + v, 0);
  return slopes.reduce((sum, v, i) => sum + v * LAGS[i], 0) / all;
}

/**
 * The rate that M2 has found, which is free to use all of the last 40 minutes, over the mRNA of the moment and over that of
 * a delay ago: in the second figure nothing forces it onto one curve.
 */
export function loopFinding(
  { objective, members }: Fitted,
  delay: number,
  experiments: readonly Experiment[],
): Finding {
  const rates = experiments.map((experiment) => {
    const all = members.map(({ u }) => objective.law(u, experiment).rate);
    return Float64Array.from({ length: GRID_POINTS }, (_, i) => mean(all.map((rate) => rate[i])));
  });
  const over = (lag: number) => experiments.map((experiment) => GRID.map((t) => mrnaAt(experiment, t - lag).value));
  const [now, then] = [over(0), over(delay)];
  const figure = (title: string, horizontal: string, x: readonly Float64Array[]) => ({
    title,
    axes: [horizontal, 'protein made per min'] as const,
    beside: true,
    curves: experiments.map(
      ({ pulse }, e): FrameCurve => ({ name: `${pulse} min`, role: 'series', x: x[e], y: rates[e] }),
    ),
  });
  const [loop, line] = [scatter(now, rates), scatter(then, rates)];
  return {
    figures: [
      figure('Now: a loop', 'm(t)', now),
      figure(`With its delay: nearly a line`, `m(t − ${delay.toFixed(0)} min)`, then),
    ],
    numbers: [
      { name: 'rate that m(t) leaves open', value: loop, sd: null, unit: 'of its variance' },
      { name: `rate that m(t − ${delay.toFixed(0)} min) leaves open`, value: line, sd: null, unit: 'of its variance' },
    ],
    remarks: [
      line < loop / 2
        ? {
            level: 'good',
            sentence: `While it rises and while it falls the same mRNA goes with two rates: m(t) leaves ${percent(loop)} of the rate’s variance open, m(t − ${delay.toFixed(0)} min) ${percent(line)}.`,
          }
        : {
            level: 'warn',
            sentence: `The delay does not close the loop here: m(t) leaves ${percent(loop)} of the rate’s variance open, m(t − ${delay.toFixed(0)} min) ${percent(line)}.`,
          },
    ],
  };
}

/** Share of the variance of the rates that is left around their means in twenty bins of x. */
function scatter(x: readonly Float64Array[], rates: readonly Float64Array[]): number {
  const BINS = 20;
  const [xs, ys] = [x, rates].map((each) => each.flatMap((one) => Array.from(one)));
  const [low, high] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
  const bins = Array.from({ length: BINS }, (): number[] => []);
  xs.forEach((value, i) => bins[Math.min(BINS - 1, Math.floor((BINS * (value - low)) / (high - low)))].push(ys[i]));
  const middle = mean(ys);
  const within = bins.reduce((sum, bin) => {
    const own = bin.length === 0 ? 0 : mean(bin);
    return sum + bin.reduce((all, y) => all + (y - own) ** 2, 0);
  }, 0);
  return within / ys.reduce((sum, y) => sum + (y - middle) ** 2, 0);
}

/** Mean squared residual of an experiment's readings, in units of their noise. */
export function squared(objective: Objective, u: Float64Array, experiment: Experiment, noise: number): number {
  return mean(objective.standardised(u, experiment, noise).map((r) => r * r));
}

/** Readings of the protein with their noise. */
export function readings(experiment: Experiment, noise: number): FrameCurve {
  return {
    name: 'measured',
    role: 'data',
    x: Float64Array.from(READ_AT, (at) => at * GRID_STEP),
    y: experiment.protein.slice(),
    sd: experiment.protein.map((y) => Math.hypot(noise * y, BACKGROUND.protein)),
  };
}
