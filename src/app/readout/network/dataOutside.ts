/** What is said over the figure where the data lie outside of what was simulated, and whether priors were moved. */
import { defaultProblem, problemChange } from '../../../inference/simulators/problem.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import type { AppState } from '../../store/appStore.ts';
import { openStudy } from '../../store/engineSlice.ts';

const REMEDY = 'Check the data, their units and the design, or widen the priors';
/** Features change while the network trains, the data and their simulations do not. */
const TRAINING = {
  ofSummaries: 'training longer does not help.',
  ofFeatures: 'the network’s own features of the data were compared, and training it longer may change this.',
} as const;

/**
 * Null where the observation is not known to be outside. Whose simulations it is compared with: those of the network that is
 * open, which are of the present priors unless these were moved since. How far that network is trained
 * matters only where its features of the data are compared.
 */
export function dataOutsideText({
  trust: { observed },
  observation,
  engine,
  study,
}: Pick<AppState, 'trust' | 'observation' | 'engine' | 'study'>): string | null {
  const open = openStudy(engine);
  if (observed?.observation !== observation.id) return null;
  const { verdict, ofFeatures } = observed.report.outlier;
  if (verdict.level !== 'bad') return null;
  const present = open !== null && problemChange(open.study.problem, study.problem) === 'none';
  const head = present ? 'The data lie outside what your present prior predicts. ' : '';
  return `${head}${verdict.sentence} ${REMEDY}; ${ofFeatures === null ? TRAINING.ofSummaries : TRAINING.ofFeatures}`;
}

/** Whether any prior differs from the system's own, whatever else was changed. */
export function priorsMoved(system: System, problem: Problem): boolean {
  const { nuisances } = problem;
  return problemChange({ ...defaultProblem(system, problem.design), nuisances }, problem) === 'priors';
}
