/** What all checks at one observation say together, without its true parameters: whether to trust the answer, and what helps. */
import type { Verdict } from './verdict.ts';

/** Verdicts of the checks that were made; null: not made. */
export interface ObservationVerdicts {
  readonly outlier: Verdict;
  readonly predictive: Verdict | null;
  readonly recovery: Verdict | null;
  readonly local: Verdict | null;
  /** Of importance weights by the exact likelihood, whose k-hat tells whether the network covers the exact posterior. */
  readonly weights: Verdict | null;
}

/**
 * 'unchecked': no check has looked at the network's answer. How far the data lie from the simulations, and whether the model
 * could give them, says nothing for it.
 */
export type ObservationLevel = Verdict['level'] | 'unchecked';

/** What was looked at, and what was not, in words. */
interface Looked {
  readonly looked: readonly string[];
  /** Without importance weights, which few systems have. */
  readonly notLooked: readonly string[];
}

export interface ObservationVerdict extends Looked {
  readonly level: ObservationLevel;
  readonly sentence: string;
}

export interface ObservationAdvice extends Looked {
  /** The worst of all checks. */
  readonly level: ObservationLevel;
  /** Sentences of the checks that gave it; none where none objects. */
  readonly reasons: readonly string[];
  /** A sentence; null where nothing need be done. */
  readonly remedy: string | null;
}

const WORDS = {
  outlier: 'distance of the data from the simulations',
  predictive: 'predictive check',
  recovery: 'recovery of simulated parameters',
  local: 'local test (L-C2ST)',
  weights: 'importance weights',
} as const satisfies Record<keyof ObservationVerdicts, string>;

const NAMES = ['outlier', 'predictive', 'recovery', 'local', 'weights'] as const;
/** Those that look at the network's answer itself. */
const OF_THE_ANSWER = ['recovery', 'local', 'weights'] as const;

const MORE = 'train on more simulations, or on a narrower prior around this posterior (a focused round)';

/**
 * How far an answer can be trusted, and what helps where it cannot.
 * @param altered what was done to the network's posterior: no training helps one that is broken on purpose
 */
export function observationAdvice(
  verdicts: ObservationVerdicts,
  altered: 'broken' | 'corrected' | null = null,
): ObservationAdvice {
  const looked = lookedAt(verdicts);
  const made = countedOf(verdicts);
  const objected = (['bad', 'warn'] as const).find((one) => made.some((verdict) => verdict.level === one));
  if (objected === undefined) {
    const level = OF_THE_ANSWER.some((name) => verdicts[name] !== null) ? 'good' : 'unchecked';
    return { ...looked, level, reasons: [], remedy: null };
  }
  const level = objected;
  const reasons = made.filter((verdict) => verdict.level === level).map(({ sentence }) => sentence);
  const { outlier, predictive } = verdicts;
  const advice = { ...looked, level, reasons };
  if (altered === 'broken') {
    return { ...advice, remedy: 'Remedy: the posterior is broken on purpose, in the sandbox; switch that off.' };
  }
  if (level === 'bad' && outlier.level === 'bad') {
    const remedy =
      'Remedy: check the units and the order of the data, widen the priors, or change the model: it does not predict such data.';
    return { ...advice, remedy };
  }
  const also = predictive?.level === level ? '; if that does not help, the model cannot produce such data' : '';
  const first = altered === 'corrected' ? 'undo the correction that is in use, or ' : '';
  return { ...advice, remedy: `Remedy: ${first}${MORE}${also}.` };
}

/** The same in one sentence after another. */
export function observationVerdict(
  verdicts: ObservationVerdicts,
  altered: Parameters<typeof observationAdvice>[1] = null,
): ObservationVerdict {
  const { level, reasons, remedy, looked, notLooked } = observationAdvice(verdicts, altered);
  const said = (sentence: string) => ({ level, sentence, looked, notLooked });
  if (level === 'unchecked') return said(`The posterior was not checked. ${lookedText({ looked, notLooked })}`);
  if (level === 'good') {
    return said(`None of ${looked.length} checks at this observation found a fault: ${looked.join(', ')}.`);
  }
  const head = level === 'bad' ? 'Do not trust this posterior.' : 'Use this posterior with caution.';
  return said([head, ...reasons, remedy].join(' '));
}

/** Of an observation at which nothing could be looked at. */
export function notChecked(reason: string): ObservationVerdict {
  const notLooked = NAMES.filter((name) => name !== 'weights').map((name) => WORDS[name]);
  return { level: 'unchecked', sentence: `The posterior was not checked: ${reason}`, looked: [], notLooked };
}

/** "Checks made: predictive check. Not made: local test (L-C2ST)." */
export function lookedText({ looked, notLooked }: Looked): string {
  const rest = notLooked.length === 0 ? '' : ` Not made: ${notLooked.join(', ')}.`;
  return `Checks made: ${looked.join(', ') || 'none'}.${rest}`;
}

function lookedAt(verdicts: ObservationVerdicts): Looked {
  const words = (names: readonly (keyof ObservationVerdicts)[]) => names.map((name) => WORDS[name]);
  return {
    looked: words(NAMES.filter((name) => verdicts[name] !== null)),
    notLooked: words(NAMES.filter((name) => verdicts[name] === null && name !== 'weights')),
  };
}

/** The verdicts of the checks that were made, as they count. */
function countedOf({ outlier, predictive, recovery, local, weights }: ObservationVerdicts): Verdict[] {
  // Rare data are no fault where the network is seen to answer them.
  const excused = outlier.level === 'warn' && recovery?.level === 'good' && predictive?.level === 'good';
  const counted: Verdict = excused ? { ...outlier, level: 'good' } : outlier;
  return [counted, predictive, recovery, local, weights].filter((verdict) => verdict !== null);
}
