/** What the ledger is of, and why there is none. */
import { problemKey } from '../../../inference/simulators/problem.ts';
import type { Study } from '../../../inference/study/study.ts';
import { trainingLimits } from '../../../inference/training/defaults.ts';
import type { AppState } from '../../store/appStore.ts';
import { trains } from '../../store/engineSlice.ts';
import type { LedgerState } from '../../store/conceptsSlice.ts';
import { settingsKey } from '../../store/studySlice.ts';
import { engineObstacle, simulatorObstacle } from '../network/obstacles.ts';

/** Why the system has no such view; null: it has. */
export function noLedger(state: AppState): string | null {
  return simulatorObstacle(state);
}

/** Why it cannot be made now: what else computes would make all times too long. */
export function ledgerObstacle(state: AppState): string | null {
  const obstacle = noLedger(state) ?? engineObstacle(state);
  if (obstacle !== null) return obstacle;
  return trains(state.engine) ? 'Training is running: pause it, or wait until it ends.' : null;
}

/** Times are of a study on an engine, whatever the data on screen. */
export function ledgerKey({ study, engine }: Pick<AppState, 'study' | 'engine'>): string {
  const { status } = engine;
  const info = status.kind === 'ready' ? status.info : null;
  return `${problemKey(study.problem)}|${settingsKey(study)}|${info?.engine} ${info?.threads}`;
}

/** What was found and is of the present question. */
export function ledgerFound(state: Pick<AppState, 'study' | 'engine' | 'concepts'>): LedgerState['found'] {
  const { found } = state.concepts.ledger;
  return found?.key === ledgerKey(state) ? found : null;
}

/** Simulations of the whole budget: those of every epoch, where each has its own. */
export function simulationsOf({ training }: Pick<Study, 'training'>): number {
  const { simulations, validationFraction, fresh, epochs } = training;
  if (!fresh) return simulations;
  return Math.round(simulations * (validationFraction + epochs * (1 - validationFraction)));
}

/** Simulations of the training whose steps are timed. */
const TIMED_SIMULATIONS = 2000;

/** The study whose steps are timed, which cost the same however many simulations there are. It does not end while it is timed. */
export function timedStudy({ problem, training, seed, ignored }: AppState['study']): Study {
  const simulations = Math.min(training.simulations, Math.max(TIMED_SIMULATIONS, 2 * training.batchSize));
  const epochs = trainingLimits.epochs.high;
  return { problem, training: { ...training, simulations, epochs, fresh: false, patience: epochs }, seed, ignored };
}
