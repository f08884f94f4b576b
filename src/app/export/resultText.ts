/**
 * What is on screen as plain text, to be handed in: the study with its link, the posterior in the numbers of the page's own table,
 * and every check with its verdict. A check that was not made is listed as such; nothing stands as passed that no check has passed,
 * and the light's own words come first, so that this text never says more than the page does.
 */
import { shown as visible } from '../../inference/math/shown.ts';
import { markText } from '../../inference/correction/marks.ts';
import { whyNot } from '../../inference/simulators/capabilities.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { studyDifferences } from '../../inference/study/document/studyWords.ts';
import { wholeName } from '../../inference/study/wholeName.ts';
import { writeLink } from '../../inference/study/link/writeLink.ts';
import type { Verdict } from '../../inference/diagnostics/report/verdict.ts';
import { count, resolved } from '../format/number.ts';
import { frameDraws } from '../readout/figures/frameDraws.ts';
import { documentOf } from '../readout/network/pageDocument.ts';
import { type CheckId, checkNames, checksMade } from '../readout/text/checksMade.ts';
import { conditionsText, posteriorText } from '../readout/text/heading.ts';
import { marksShown } from '../readout/text/marksShown.ts';
import { sourceText } from '../readout/text/sourceText.ts';
import { priorWidths } from '../readout/figures/priorWidths.ts';
import { intervalText, summaryRows, widthOf, widthText } from '../readout/text/summaryRows.ts';
import { trustLight } from '../readout/text/trustLight.ts';
import { openStudy, runState } from '../store/engineSlice.ts';
import { coveredNow } from '../store/lessonSlice.ts';
import { asOnPage } from '../store/shippedStudies.ts';
import { capabilitiesOf, studyOf } from '../store/studySlice.ts';
import type { Shown } from './figures.ts';
import { VERSION } from './version.ts';

const LEVELS: Readonly<Record<Verdict['level'], string>> = { good: 'passed', warn: 'CAUTION', bad: 'FAILED' };

/** Checks that are not missing where they say nothing: they have a meaning for some studies only. */
const WHERE_IT_APPLIES: readonly CheckId[] = ['moved-priors', 'ridge'];

/** Why there is nothing to hand in now, in a sentence; null: there is. */
export function resultObstacle({ state, telemetry }: Shown): string | null {
  if (state.study.learner !== undefined) return 'The result as text is that of a posterior: train by NPE.';
  if (coveredNow(state.lesson).length > 0) return 'The lesson has covered the answer: reveal it first.';
  const { frame } = telemetry;
  if (frame === null) return 'There is no posterior yet.';
  if (frame.observation !== state.observation.id) {
    return 'The posterior of these data is on its way: try again in a moment.';
  }
  return null;
}

/**
 * @param address of the page, without its hash
 * @throws Error where there is an obstacle
 */
export function resultText(shown: Shown, catalogue: SystemCatalogue, address: string): string {
  const obstacle = resultObstacle(shown);
  if (obstacle !== null) throw new Error(obstacle);
  const { state, telemetry } = shown;
  const { study, view } = state;
  const { system } = study;
  const { progress } = telemetry;
  const altered = markText(marksShown(state, telemetry));
  const open = openStudy(state.engine);
  const changed = open === null ? [] : studyDifferences(system, asOnPage(open.study), system, asOnPage(studyOf(study)));
  const training = runState(state.engine) === 'running';
  const light = trustLight(state, telemetry);
  const made = checksMade(state, telemetry);
  const missing = (Object.keys(checkNames) as CheckId[]).filter(
    (id) => !made.some((check) => check.id === id) && !WHERE_IT_APPLIES.includes(id),
  );
  const noLink = whyNot(capabilitiesOf(study).link);
  return [
    `Result from Posterior Playground ${VERSION}`,
    ...(view.title === null ? [] : [`Title of the link: ${view.title}`]),
    `System: ${system.name}`,
    `Data: ${sourceText(state.observation.current, false)}`,
    `Posterior: ${posteriorText(state)}`,
    `Network: ${conditionsText(state, telemetry)}`,
    `Training: ${count(progress.simulated)} simulations, step ${count(progress.step)} of ${count(progress.totalSteps)}${training ? ', still running' : ''}`,
    ...changed.map((difference) => `The network was trained under other assumptions. ${difference}`),
    ...(altered === null ? [] : [`NOT THE NETWORK'S OWN ANSWER: ${altered}`]),
    '',
    'Median, and the central 68 % or the parts of the densest 68 %',
    ...numbersOf(shown).map((line) => `- ${line}`),
    '',
    ['Can it be trusted?', light.title, light.sentence, light.why, light.missing].filter(Boolean).join(' '),
    '',
    'Checks made',
    ...(made.length === 0
      ? ['- none']
      : made.map(({ check, verdict }) => `- ${LEVELS[verdict.level]}: ${check}. ${verdict.sentence}`)),
    ...(missing.length === 0
      ? []
      : [`Not made, or not possible here: ${missing.map((id) => checkNames[id]).join(', ')}.`]),
    '',
    `Study: ${noLink === null ? `${address}#${writeLink(documentOf(state), catalogue)}` : `no link. ${noLink}`}`,
    '',
    // A name of a file or of a table's column might hold lines that read like verdicts.
  ]
    .map((line) => visible(line, Number.POSITIVE_INFINITY))
    .join('\n');
}

/** As in the table below the posterior, of all quantities. */
function numbersOf({ state, telemetry }: Shown): string[] {
  const { system, problem } = state.study;
  const quantities = [...system.display(problem.design), ...system.derived(problem.design)];
  const draws = frameDraws(state, telemetry, quantities);
  if (draws.posterior === null) throw new Error('There is no posterior of this study yet.');
  return summaryRows(draws.posterior, draws.axes, priorWidths(draws)).map((row) => {
    const { quantity, median, strays, widthOfPrior } = row;
    const unit = quantity.unit === '' ? '' : ` ${quantity.unit}`;
    const width = widthOfPrior === null ? '' : `; width over the prior's ${widthText(widthOfPrior)}`;
    const stray = strays === 0 ? '' : `; ${count(strays)} of ${count(row.draws)} draws lie off this scale`;
    return `${wholeName(quantity)} (${quantity.label}): ${resolved(median, widthOf(row))}, ${intervalText(row)}${unit}${width}${stray}`;
  });
}
