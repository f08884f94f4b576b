/** What the view of three networks trains, or why there is nothing to train. */
import { canBeWidened, widened } from '../../../inference/diagnostics/nuisance/widened.ts';
import { problemKey } from '../../../inference/simulators/problem.ts';
import type { NuisanceSpec, Problem, System } from '../../../inference/simulators/system.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { AppState } from '../../store/appStore.ts';
import type { NuisanceTrialState, TrialName } from '../../store/conceptsSlice.ts';
import { engineObstacle, simulatorObstacle } from '../network/obstacles.ts';
import { smallTraining } from './smallTraining.ts';

/** Of each network: few enough for seconds, enough that the one without a fault passes. */
const SIMULATIONS = 3000;
const STEPS = 600;

/** Why the system has no such view; null: it has. */
export function noNuisanceTrial(state: AppState): string | null {
  const { system, problem } = state.study;
  if (system.nuisances(problem.design).length === 0) {
    return `${system.name} has no nuisance parameter: nothing is unknown but what is inferred.`;
  }
  if (nuisancesOffered(system, problem).length === 0) {
    return 'No prior of a nuisance parameter can be made wider: each covers all that the parameter may be.';
  }
  return simulatorObstacle(state);
}

/** The nuisance parameters whose prior, as it is set, can be made too wide. */
export function nuisancesOffered(system: System, { design, nuisances }: Problem): readonly NuisanceSpec[] {
  return system.nuisances(design).filter(({ key, domain }) => canBeWidened(nuisances[key].prior, domain));
}

/** Why it cannot be begun now. */
export function nuisanceTrialObstacle(state: AppState): string | null {
  return noNuisanceTrial(state) ?? engineObstacle(state);
}

/** The nuisance parameter that the three networks differ in. */
export function nuisanceTried({ study, concepts }: AppState): NuisanceSpec | null {
  const specs = nuisancesOffered(study.system, study.problem);
  const { chosen } = concepts.nuisanceTrial;
  return (
    specs.find(({ key }) => key === chosen) ??
    specs.find(({ key }) => study.problem.nuisances[key].mode === 'marginalised') ??
    specs[0] ??
    null
  );
}

/** The problem that data are drawn from: the study's, with this nuisance parameter drawn from its prior. */
function truthOf(problem: Problem, { key }: NuisanceSpec): Problem {
  return withSetting(problem, key, { ...problem.nuisances[key], mode: 'marginalised' });
}

function withSetting(problem: Problem, key: string, setting: Problem['nuisances'][string]): Problem {
  return { ...problem, nuisances: { ...problem.nuisances, [key]: setting } };
}

/** What the networks are trained on, and what the data of the checks are drawn from. */
export function nuisanceStudies(
  state: AppState,
  spec: NuisanceSpec,
): { readonly truth: Problem; readonly studies: Readonly<Record<TrialName, Study>> } {
  const { system, problem, seed } = state.study;
  const truth = truthOf(problem, spec);
  const setting = truth.nuisances[spec.key];
  const training = smallTraining(system, problem.design, SIMULATIONS, STEPS);
  const wide = withSetting(truth, spec.key, { ...setting, prior: widened(setting.prior, spec.domain) });
  return {
    truth,
    studies: {
      ignored: { problem: truth, training, seed, ignored: [spec.key] },
      drawn: { problem: truth, training, seed },
      wide: { problem: wide, training, seed },
    },
  };
}

export function nuisanceKey(state: AppState): string {
  const spec = nuisanceTried(state);
  return `${spec?.key}|${problemKey(state.study.problem)}|${state.study.seed}|${state.observation.id}`;
}

/** What was found and is of the present question. */
export function nuisanceFound(state: AppState): NuisanceTrialState['found'] {
  const { found } = state.concepts.nuisanceTrial;
  return found?.key === nuisanceKey(state) ? found : null;
}
