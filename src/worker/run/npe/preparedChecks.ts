/** What the checks at observations and the corrections prepare for each open study, made when first needed. */
import type { Study } from '../../../inference/study/study.ts';
import { CorrectionTrials } from './correctionTrials.ts';
import { ObservationChecks } from './observationChecks.ts';
import type { SimulationPool } from '../../pool/simulationPool.ts';
import type { TrainingSession } from './trainingSession.ts';

export interface Prepared {
  readonly observations: ObservationChecks;
  readonly corrections: CorrectionTrials;
}

/** Gives what is prepared for a session's study. */
export type PreparedChecks = (session: TrainingSession) => Prepared;

export function preparedChecks(pool: SimulationPool): PreparedChecks {
  // A network that answers for other priors is another study's: its checks are prepared anew.
  const prepared = new WeakMap<Study, Prepared>();
  return ({ network: { study } }) => {
    const known = prepared.get(study) ?? freshChecks(pool);
    prepared.set(study, known);
    return known;
  };
}

/** For a network that is no study's. */
export function freshChecks(pool: SimulationPool): Prepared {
  return { observations: new ObservationChecks(pool), corrections: new CorrectionTrials(pool) };
}
