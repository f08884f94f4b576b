/** Trains a study in rounds that are focused on one observation (worker/run/npe/rounds/rounds.ts). */
import type { Region } from '../../src/inference/training/rounds/region.ts';
import type { Study } from '../../src/inference/study/study.ts';
import type { TrainingSettings } from '../../src/inference/training/settings.ts';
import { RecordedPairs } from '../../src/worker/run/npe/rounds/recordedPairs.ts';
import type { RoundRecord } from '../../src/inference/study/run/focusedPosterior.ts';
import { Rounds } from '../../src/worker/run/npe/rounds/rounds.ts';
import { type HeadlessOptions, type TrainedStudy, trainStudy } from './trainStudy.ts';

export interface RoundsAsked {
  /** New simulations of each round, the amortised one included; 2 rounds at least. */
  readonly sizes: readonly number[];
  /** Summaries of the observation [C]. */
  readonly s: Float64Array;
  /** Settings of the last round's network where they are others than those before; its number of simulations is what lies inside. */
  readonly last?: Partial<Omit<TrainingSettings, 'simulations'>>;
  readonly onRound?: (record: RoundRecord) => void;
}

export interface TrainedRounds extends TrainedStudy {
  /** Of the network: its settings are those of the last round. */
  readonly study: Study;
  readonly records: readonly RoundRecord[];
  /** Of the last round. */
  readonly region: Region;
  readonly dispose: () => void;
}

/** Simulations of each round: equal parts, the first with what is left over. */
export function roundSizes(simulations: number, rounds: number): readonly number[] {
  const each = Math.floor(simulations / rounds);
  return Array.from({ length: rounds }, (_, i) => (i === 0 ? simulations - (rounds - 1) * each : each));
}

/**
 * @param study of the first round; its `training.simulations` is the first of the sizes
 * @throws RangeError where a region cannot be filled
 */
export async function trainRounds(
  study: Study,
  options: Omit<HeadlessOptions, 'deadlineSeconds' | 'resume' | 'frame'>,
  { sizes, s, last, onRound }: RoundsAsked,
): Promise<TrainedRounds> {
  const start = performance.now();
  const rounds = sizes.length;
  const recorded = new RecordedPairs(options.pairs);
  let trained = await trainStudy(study, { ...options, pairs: recorded });
  const all = new Rounds({ ...options, study, s, first: recorded.kept });
  const records: RoundRecord[] = [];
  let own = study;
  for (let round = 2; round <= rounds; round++) {
    const { session } = trained;
    const next = await all.next(session.network, sizes[round - 1]);
    session.close();
    session.dispose();
    records.push(next.record);
    onRound?.(next.record);
    own = round === rounds ? { ...next.study, training: { ...next.study.training, ...last } } : next.study;
    trained = await trainStudy(own, { ...options, pairs: next.pairs, frame: next.frame });
  }
  const { region } = all;
  if (region === null) throw new RangeError(`${rounds} round is no round beyond the first; 2 at least are needed.`);
  const seconds = (performance.now() - start) / 1000;
  const simulations = sizes.reduce((sum, size) => sum + size, 0);
  return { ...trained, seconds, simulations, study: own, records, region, dispose: () => all.dispose() };
}
