/**
 * A posterior that is focused on one observation, beside the run's own network: rounds of simulations in the region that the
 * present posterior leaves, each with a network of its own, and the checks of the last one. What comes back are draws for this
 * observation; the network itself answers no other and is not kept.
 */
import { regionEdge } from '../../../../inference/diagnostics/local/regionEdge.ts';
import { STREAMS } from '../../../../inference/math/random.ts';
import type { FocusedPosterior, RoundRecord } from '../../../../inference/study/run/focusedPosterior.ts';
import type { TrainingSettings } from '../../../../inference/training/settings.ts';
import { type Checks, findingsAt } from '../observationFindings.ts';
import { TrainingSession } from '../trainingSession.ts';
import { Rounds } from './rounds.ts';

export interface FocusRequest {
  /** Summaries [C] of the observation. */
  readonly s: Float64Array;
  /** Beyond the present network; 1 at least. */
  readonly rounds: number;
  /** Of each round; `simulations` are those of a round. */
  readonly training: TrainingSettings;
  /** Of the posterior that comes back. */
  readonly draws: number;
}

/** Further on in the training stream than any training. */
const FROM = 2 ** 26;
/** Of the restricted prior, to show where it is. */
const SHOWN = 2000;
const SBC = { datasets: 200, draws: 99 } as const;
/** Share of the progress that rounds count for; the rest are checks. */
const TRAINED = 0.9;

/**
 * @param session of the run, of whose network the first region is made
 * @param checks with nothing prepared: what they prepare is of the focused network
 * @throws RangeError where a region cannot be filled; AbortError; what the simulator throws
 */
export async function focusOn(
  session: TrainingSession,
  checks: Checks,
  { s, rounds: count, training, draws }: FocusRequest,
  signal: AbortSignal,
  report: (fraction: number) => Promise<void>,
): Promise<FocusedPosterior> {
  const { system, study, pairs, now } = session.origin;
  const asked = { ...study, training: { ...training, fresh: false, amortisesPriors: false } };
  const all = new Rounds({ system, study: asked, pairs, s, first: null, from: FROM });
  const records: RoundRecord[] = [];
  let own: TrainingSession | null = null;
  try {
    for (let i = 0; i < count; i++) {
      const network = own?.network ?? session.network;
      const share = (fraction: number) => report((TRAINED * (i + fraction)) / count);
      await share(0);
      const round = await all.next(network, training.simulations, signal);
      records.push(round.record);
      own?.close();
      own?.dispose();
      const { study: next, frame } = round;
      own = new TrainingSession({
        system,
        study: next,
        pairs: round.pairs,
        frame,
        engine: session.chosen,
        resume: null,
        now,
      });
      for await (const event of own.run(null, () => {})) {
        if (event.kind === 'steps') await share(event.step / event.totalSteps);
      }
    }
    const { region } = all;
    if (own === null || region === null) throw new RangeError('At least one round is needed.');
    const focused = own;
    await report(TRAINED);
    const take = (n: number, occasion: number) => focused.answers.take(s, n, () => signal.throwIfAborted(), occasion);
    const edge = await regionEdge(region, (n) => take(n, 0));
    await report(TRAINED + 0.02);
    const subject = await focused.checks.subject();
    const { verdict } = await findingsAt(checks, subject, { s, x: null }, 'usual', signal);
    await report(TRAINED + 0.05);
    const { sbc } = await focused.checks.final(SBC.datasets, SBC.draws, () => signal.throwIfAborted());
    const inRegion = await subject.collect(STREAMS.profile, 0, SHOWN);
    const answer = await take(draws, 1);
    await report(1);
    return { draws: answer.draws, rounds: records, region: inRegion.theta, edge, verdict, calibration: sbc.verdict };
  } finally {
    own?.close();
    own?.dispose();
    all.dispose();
  }
}
