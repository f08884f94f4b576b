/**
 * What more simulations would bring: networks on a quarter, a half and all of the simulations, and how -ln q(theta | x) of the same
 * held-out pairs, which none of them was trained on, falls from one to the next. Differences are taken pair by pair, so that what
 * makes a pair hard for all networks cancels; their standard error is of the pairs alone and does not count that another training
 * would end elsewhere. What a further doubling brings is extrapolated where both falls are clear, as if each doubling brought the
 * same share of the one before, and not at all elsewhere.
 */
import { mean, sd } from '../../math/statistics.ts';
import { thousands } from '../../math/thousands.ts';

export interface SizeLosses {
  readonly simulations: number;
  /** Steps of the budget, and those of the weights that were kept: of the lowest validation loss. */
  readonly steps: number;
  readonly keptStep: number;
  /** -ln q of each held-out pair, nats of theta [n]; the same pairs for every size. */
  readonly losses: Float64Array;
}

/** Of the mean loss, nats. */
export interface LossFall {
  readonly from: number;
  readonly to: number;
  readonly fall: number;
  /** Standard error over the held-out pairs. */
  readonly error: number;
}

/** A network, as a figure shows it. */
export interface SizeLoss extends Omit<SizeLosses, 'losses'> {
  /** Mean over the held-out pairs, nats of theta. */
  readonly loss: number;
  /** Standard error of its difference from the loss of the largest number, over the pairs; 0 for that. */
  readonly error: number;
}

export interface MoreSimulations {
  readonly pairs: number;
  readonly sizes: readonly SizeLoss[];
  /** From the smallest number to the middle one, from that to the largest, and over both. */
  readonly steps: readonly [LossFall, LossFall];
  readonly whole: LossFall;
  /** What doubling the largest number again would bring, nats; null: these networks do not tell. */
  readonly next: number | null;
  readonly sentence: string;
  /** How long the networks were trained, a sentence. */
  readonly training: string;
}

/** Standard errors that a fall has at least, to be called one. */
const CLEAR = 2;

/**
 * @param sizes three, ascending, each twice the one before
 * @throws RangeError for losses that are not of the same pairs, at least two, or not finite, and for networks of unequal budgets
 */
export function moreSimulations(sizes: readonly [SizeLosses, SizeLosses, SizeLosses]): MoreSimulations {
  const [few, half, all] = sizes;
  const pairs = all.losses.length;
  if (pairs < 2 || sizes.some(({ losses }) => losses.length !== pairs || !losses.every(Number.isFinite))) {
    throw new RangeError('Losses of the same held-out pairs are needed, two at least, and finite.');
  }
  if (sizes.some((size) => size.steps !== all.steps)) {
    throw new RangeError('Networks of unequal numbers of training steps do not compare.');
  }
  const steps = [fallOf(few, half), fallOf(half, all)] as const;
  const whole = fallOf(few, all);
  const [first, second] = steps;
  const next = clear(first) && clear(second) && second.fall < first.fall ? second.fall ** 2 / first.fall : null;
  const errors = [whole.error, second.error, 0];
  return {
    pairs,
    sizes: sizes.map(({ losses, ...size }, i) => ({ ...size, loss: mean(losses), error: errors[i] })),
    steps,
    whole,
    next,
    sentence: sentenceOf(whole, second, next),
    training: trainingOf(sizes),
  };
}

function trainingOf(sizes: readonly SizeLosses[]): string {
  const [few, half, all] = sizes.map(({ keptStep }) => thousands(keptStep));
  return `Each network had a budget of ${thousands(sizes[0].steps)} steps, kept its weights of the lowest validation loss (of steps ${few}, ${half} and ${all}) and ended early where that no longer fell.`;
}

function fallOf(before: SizeLosses, after: SizeLosses): LossFall {
  const falls = before.losses.map((loss, i) => loss - after.losses[i]);
  const error = sd(falls) / Math.sqrt(falls.length);
  return { from: before.simulations, to: after.simulations, fall: mean(falls), error };
}

function clear({ fall, error }: LossFall): boolean {
  return fall > CLEAR * error;
}

function sentenceOf(whole: LossFall, last: LossFall, next: number | null): string {
  const found = `From ${thousands(whole.from)} to ${thousands(whole.to)} simulations the loss on held-out pairs ${changed(whole)}, from ${thousands(last.from)} on it ${changed(last)} (one standard error over the pairs; another training changes it, too).`;
  if (next !== null) {
    return `${found} Doubling again would bring about ${next.toFixed(decimalsOf(last.error))} nats, if each doubling brings the same share of the one before.`;
  }
  if (!clear(last)) {
    return `${found} The last doubling shows no clear gain: more simulations would bring little, or fewer nats than these pairs can show.`;
  }
  return `${found} How much doubling again would bring does not follow from this: the falls do not become smaller in a clear way. It helps still.`;
}

function changed({ fall, error }: LossFall): string {
  const decimals = decimalsOf(error);
  return `${fall < 0 ? 'rose' : 'fell'} by ${Math.abs(fall).toFixed(decimals)} ± ${error.toFixed(decimals)} nats`;
}

/** Smaller errors of a loss are none, nats. */
const NO_ERROR = 5e-5;

/** Decimals of a loss with an error, nats: two, or as many as show the first digit of a smaller error. */
export function decimalsOf(error: number): number {
  return error < NO_ERROR ? 2 : Math.max(2, -Math.floor(Math.log10(error)));
}
