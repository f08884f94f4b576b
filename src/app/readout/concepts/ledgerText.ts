/** What the ledger says in numbers and sentences. */
import { type BreakEven, breakEven, paidOnce } from '../../../inference/diagnostics/ledger/ledger.ts';
import { count, duration, short } from '../../format/number.ts';
import type { LedgerState, OtherWay } from '../../store/conceptsSlice.ts';

type Found = NonNullable<LedgerState['found']>;

export interface LedgerRow {
  readonly name: string;
  /** How it comes about: "20,000 x 0.12 ms". */
  readonly from: string;
  readonly seconds: number;
  readonly paid: 'once' | 'each';
}

/** Seconds as they are read: "0.4 ms", "2.1 s", "3.5 min". */
export function time(seconds: number): string {
  if (seconds < 1e-3) return `${short(1e6 * seconds, 2)} µs`;
  if (seconds < 1) return `${short(1000 * seconds, 2)} ms`;
  if (seconds < 120) return `${short(seconds, 2)} s`;
  return seconds < 7200 ? `${short(seconds / 60, 2)} min` : `${short(seconds / 3600, 2)} h`;
}

export function ledgerRows({ costs, other }: Found): readonly LedgerRow[] {
  const { simulations, simulation, steps, step, posterior } = costs;
  const rows: LedgerRow[] = [
    {
      name: 'simulating',
      from: `${count(simulations)} × ${time(simulation.seconds)}`,
      seconds: simulations * simulation.seconds,
      paid: 'once',
    },
    {
      name: 'training',
      from: `${count(steps)} steps × ${time(step.seconds)}`,
      seconds: steps * step.seconds,
      paid: 'once',
    },
    { name: 'network', from: `each posterior, mean of ${posterior.times}`, seconds: posterior.seconds, paid: 'each' },
  ];
  if (other.kind === 'timed') {
    const { seconds, times } = other.timed;
    rows.push({ name: otherName(other), from: `each posterior, mean of ${times}`, seconds, paid: 'each' });
  }
  return rows;
}

/** The other way in a few words. */
export function otherName({ label }: Extract<OtherWay, { kind: 'timed' }>): string {
  switch (label) {
    case 'exact':
      return 'exact posterior';
    case 'mcmc':
      return 'MCMC';
    case 'approx':
      return 'approximate reference';
    default:
      return label satisfies never;
  }
}

/** From how many observations on the network is the cheaper way, in a sentence or two. */
export function payText({ costs, other }: Found): string {
  const once = `Simulating and training take ${time(paidOnce(costs))} on this machine`;
  if (other.kind === 'none') {
    return `${once}, and each posterior ${time(costs.posterior.seconds)} after that. The page has no other posterior to compare this cost with: ${other.reason}`;
  }
  const found = breakEven(costs, other.timed);
  switch (found.kind) {
    case 'after':
      return `${once}. For one observation the other way is ${found.observations > 1 ? 'cheaper' : 'more expensive already'}; the network pays after ${aboutText(found)}.`;
    case 'never':
      return `${once}. One posterior the other way takes ${time(other.timed.seconds)}, less than the network’s ${time(costs.posterior.seconds)}: here the network never pays.`;
    case 'undecided':
      return `${once}. One posterior costs about the same either way: how many observations it takes cannot be told from these times.`;
    default:
      return found satisfies never;
  }
}

function aboutText({ observations, between }: Extract<BreakEven, { kind: 'after' }>): string {
  const [low, high] = between.map(round);
  const range = low === high ? '' : ` (${count(low)} to ${count(high)} by the scatter of the times)`;
  const about = Math.max(1, round(observations));
  return `about ${count(about)} observation${about === 1 ? '' : 's'}${range}`;
}

/** Two significant digits: times repeat no better. */
function round(value: number): number {
  return Number(value.toPrecision(2));
}

/**
 * What the numbers do not tell, a sentence each.
 * @param elsewhere seconds that the network on screen took where it was trained for the page; null: it was trained here, or not at all
 */
export function ledgerCaveats({ other }: Found, elsewhere: number | null): readonly string[] {
  const caveats = [
    'Measured now, on this machine, one posterior after another; simulations in all of the page’s workers at once. What else the machine does makes all times longer. A run that stops early costs less. What it costs to check the network is not counted.',
    'The network’s posterior is an approximation, and answers for data of the same design and priors only.',
  ];
  if (elsewhere !== null) {
    caveats.push(
      `Training is counted from scratch and with the settings on this page. The network on screen came with the page; its training took ${duration(elsewhere)} elsewhere.`,
    );
  }
  if (other.kind === 'timed' && !other.comparable) {
    caveats.push('The other posterior sees more of the data than the network does.');
  }
  return caveats;
}
