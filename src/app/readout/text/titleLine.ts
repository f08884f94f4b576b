/** The line above the posterior: what it conditions on, what is marginalised or fixed, which network gave it. */
import { weightNumbers } from '../../../inference/correction/reweighting.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import { type Study, studyHyperprior } from '../../../inference/study/study.ts';
import { count, withUnit } from '../../format/number.ts';
import {
  type EngineSlice,
  networkCompatibility,
  type NetworkCompatibility,
  openStudy,
} from '../../store/engineSlice.ts';
import type { WeightingReport } from '../../store/resultsSlice.ts';
import type { StudySlice } from '../../store/studySlice.ts';
import type { ExactWeighting, Telemetry } from '../../store/telemetry.ts';

/** More are abbreviated. */
const MOST_SYMBOLS = 5;

/** What stands left of the bar is symbols, to be set in italics. */
export function posteriorOf(system: System, problem: Problem): { readonly symbols: string; readonly given: string } {
  const all = system.display(problem.design).map(({ symbol }) => symbol);
  const symbols = (all.length > MOST_SYMBOLS ? [all[0], all[1], '…', ...all.slice(-1)] : all).join(', ');
  return { symbols, given: system.conditionsOn(problem.design) };
}

export function nuisanceText(system: System, problem: Problem): string[] {
  return system.nuisances(problem.design).map(({ key, label, unit }) => {
    const setting = problem.nuisances[key];
    if (setting.mode === 'marginalised') return `${label} marginalised`;
    return `${label} fixed at ${withUnit(setting.value, unit)}`;
  });
}

/**
 * 'former-study': a new one has been opened, but its network has not answered yet; 'all-priors': this study's network, which
 * has learnt the priors too; 'pretrained': a pre-trained one that the engine does not have yet.
 */
type Whose = NetworkCompatibility | 'former-study' | 'all-priors' | 'pretrained';

/**
 * @param shown the study whose network gave what is on screen; null: nothing is
 * @param pretrained whether that network is pre-trained
 */
export function networkOf(engine: EngineSlice, study: StudySlice, shown: Study | null, pretrained: boolean): Whose {
  const compatibility = networkCompatibility(engine, study);
  if (compatibility === 'none' && pretrained) return 'pretrained';
  const open = openStudy(engine);
  if (compatibility !== 'this-study' || open === null) return compatibility;
  if (shown !== null && shown !== open.study) return 'former-study';
  return studyHyperprior(study.system, open.study) === null ? 'this-study' : 'all-priors';
}

/** The step whose weights gave what is on screen; null: there is no network yet. At its end, training goes back to the best. */
export function networkStep({
  frame,
  finished,
  progress,
}: Pick<Telemetry, 'frame' | 'finished' | 'progress'>): number | null {
  if (frame === null) return null;
  return finished !== null && frame.step === progress.step ? finished.bestStep : frame.step;
}

/** The steps among which that of `networkStep` was the best; null: it is the last one that was taken. */
export function bestOf(telemetry: Pick<Telemetry, 'frame' | 'finished' | 'progress'>): number | null {
  const [step, { progress }] = [networkStep(telemetry), telemetry];
  return telemetry.finished !== null && telemetry.frame?.step === progress.step && step !== progress.step
    ? progress.step
    : null;
}

/**
 * @param step of the network's weights
 * @param best see `bestOf`
 * @param weighting of the draws to moved priors
 * @param exact of the draws by the exact likelihood
 * @param warm whether the network began with the weights of the one before
 */
export function networkText(
  whose: Whose,
  step: number | null,
  best: number | null,
  weighting: WeightingReport | null,
  exact: ExactWeighting | null,
  warm: boolean,
): string {
  if (step === null) return 'prior only: no network yet';
  const names = {
    'former-study': 'network of the previous study',
    'this-study': 'network of this study',
    'all-priors': 'network amortised over priors',
    'moved-priors': 'network of the previous priors',
    'other-settings': 'network of the previous settings',
    'other-nuisances': 'network of the previous nuisance parameters',
    'other-design': 'network of the previous design',
    pretrained: 'pre-trained network',
    none: 'network that was lost',
  } as const;
  const start = warm && whose === 'this-study' ? ', warm-started from the previous one' : '';
  const network = `${names[whose]}${start}, step ${count(step)}${best === null ? '' : `, the best of ${count(best)}`}`;
  if (exact?.shown) return `weighted by the exact likelihood: ${weightNumbers(exact)} · network of step ${count(step)}`;
  if (exact !== null) return `${network}, not weighted by the exact likelihood: it does not cover the posterior`;
  if (weighting === null) return network;
  if (!weighting.shown) return `${network}, not reweighted: too few effective draws`;
  return `reweighted to the moved priors: ${weightNumbers(weighting)} · network of step ${count(step)}`;
}
