/**
 * What the checks at observations and the corrections prepare for each open study, made when first needed. Their code is loaded then:
 * a first answer does without.
 */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { CorrectionTrials } from './correctionTrials.ts';
import type { ObservationChecks } from './observationChecks.ts';
import type { SimulationPool } from '../../pool/simulationPool.ts';
import type { TrainingSession } from './trainingSession.ts';

interface Prepared {
  readonly observations: ObservationChecks;
  readonly corrections: CorrectionTrials;
}

/** Gives what is prepared for a session's study. Rejects with PartMissing where its code cannot be had. */
export type PreparedChecks = (session: TrainingSession) => Promise<Prepared>;

export function preparedChecks(pool: SimulationPool): PreparedChecks {
  // A network that answers for other priors is another study's: its checks are prepared anew.
  const prepared = new WeakMap<Study, Prepared>();
  return async ({ network: { study } }) => {
    const [{ ObservationChecks }, { CorrectionTrials }] = await Promise.all([
      loadPart('checks answers', () => import('./observationChecks.ts')),
      loadPart('corrects answers', () => import('./correctionTrials.ts')),
    ]);
    const known = prepared.get(study) ?? {
      observations: new ObservationChecks(pool),
      corrections: new CorrectionTrials(pool),
    };
    prepared.set(study, known);
    return known;
  };
}
