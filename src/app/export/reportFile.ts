/** The one-page report of what is on screen. Its numbers are of the frame on screen, so that they are those of its figures. */
import { column } from '../../inference/posterior/axis.ts';
import { markText } from '../../inference/correction/marks.ts';
import { mean, quantile, sd, sorted } from '../../inference/math/statistics.ts';
import { wholeName } from '../../inference/study/wholeName.ts';
import { studyRows } from '../../inference/study/document/studyWords.ts';
import { type ReportContent, reportPage, type ReportQuantity } from '../../inference/export/reportPage.ts';
import { count, resolved, short } from '../format/number.ts';
import { figureSvg } from '../plots/image.ts';
import type { Size } from '../plots/types.ts';
import { quantityDraws } from '../readout/figures/displayDraws.ts';
import type { SessionContext } from '../session/context.ts';
import { marksShown } from '../readout/text/marksShown.ts';
import { studyOf } from '../store/studySlice.ts';
import { engineInUse } from '../readout/text/engineName.ts';
import { frameShown, referenceShown } from '../readout/figures/frameDraws.ts';
import { sourceText } from '../readout/text/sourceText.ts';
import { checksMade } from '../readout/text/checksMade.ts';
import type { Export } from '../session/exporting/export.ts';
import type { ExportRequest } from '../session/posterior/posteriorDraws.ts';
import { type Shown, type TakenFigure, takenFigures } from './figures.ts';
import { conditionsText, posteriorText } from '../readout/text/heading.ts';
import { VERSION } from './version.ts';

/** Pixels; the page shows the figures smaller. */
const LARGE: Size = { width: 500, height: 385 };
const SMALL: Size = { width: 470, height: 185 };

/** Characters of a link that can still be read off paper, in four lines. */
const LONGEST_LINK = 500;

const { corner, observed, loss, calibration, coverage } = takenFigures;
/** The figures of the report in their order, each with its size. */
export const reportFigures: readonly (readonly [TakenFigure, Size])[] = [
  [corner, LARGE],
  [observed, SMALL],
  [loss, SMALL],
  [calibration, SMALL],
  [coverage, SMALL],
];

export const reportFile: Export = {
  id: 'report-html',
  group: 'report',
  label: 'One-page report',
  format: 'HTML',
  description: 'Study, posterior, figures and every check with its verdict, to be read or printed (A4).',
  fileName: ({ study }) => `${study.system.id}-report.html`,
  enabled: (state, telemetry) => corner.obstacle({ state, telemetry }) ?? true,
  make: async ({ store, telemetry }: SessionContext, { signal, onProgress }: ExportRequest) => {
    const shown = { state: store.getState(), telemetry: telemetry.getState() };
    const drawn: { readonly title: string; readonly svg: string }[] = [];
    for (const [figure, size] of reportFigures) {
      if (figure.obstacle(shown) !== null) continue;
      drawn.push({ title: figure.label, svg: await figureSvg(figure.build(shown, size)) });
      signal.throwIfAborted();
      onProgress({ fraction: drawn.length / reportFigures.length });
    }
    const blob = new Blob([reportPage({ ...contentOf(shown), figures: drawn })], { type: 'text/html' });
    return { blob, marks: marksShown(shown.state, shown.telemetry) };
  },
};

/** All of the report but its figures. @throws Error where there is no posterior */
export function contentOf(shown: Shown): Omit<ReportContent, 'figures'> {
  const { state, telemetry } = shown;
  const { study, observation, results, engine } = state;
  const { problem, system } = study;
  const frame = frameShown(telemetry.frame, problem);
  if (frame === null) throw new Error('There is no posterior to report.');
  const D = system.parameters(problem.design).length;
  const draws = frame.draws.length / D;
  const reference = referenceShown(state);
  const answer = results.reference?.answer;
  const unavailable = answer?.kind === 'unavailable' ? `none. ${answer.reason}` : 'none yet.';
  const running =
    engine.status.kind === 'ready' && engine.status.info !== null ? engineInUse(engine.status.info) : 'no engine';
  const { progress } = telemetry;
  const { s } = observation.current;
  return {
    system: system.name,
    posterior: posteriorText(state),
    conditions: conditionsText(state, telemetry),
    altered: markText(marksShown(state, telemetry)),
    made: `${new Date().toLocaleString('en-GB')} · ${count(progress.simulated)} simulations, step ${count(progress.step)} of ${count(progress.totalSteps)}`,
    study: studyRows(system, studyOf(study)),
    observation: `Data ${sourceText(observation.current, false)}; the network is given ${s.length} ${s.length === 1 ? 'number' : 'numbers'} (${system.conditionsOn(problem.design)}).`,
    quantities: quantitiesOf(shown, frame.draws),
    draws,
    checks: checksMade(state, telemetry),
    reference: reference === null ? unavailable : `${reference.label}. ${reference.method}`,
    versions: `Posterior Playground ${VERSION}, engine ${running}. Save the study and the data, then, in a copy of the sources:`,
    link: location.href.length <= LONGEST_LINK ? location.href : 'The link to this study is too long to be printed.',
    command: `npm run --silent infer -- --study study.json --observation ${system.id}.csv --samples ${draws} --out samples.csv`,
  };
}

function quantitiesOf({ state }: Shown, draws: Float64Array): ReportQuantity[] {
  const { system, problem } = state.study;
  const { truth } = state.observation.current;
  const quantities = [...system.display(problem.design), ...system.derived(problem.design)];
  const values = quantityDraws(draws, system.parameters(problem.design).length, quantities);
  return quantities.map(({ key, symbol, label, unit, value }, j) => {
    const ascending = sorted(column(values, quantities.length, j));
    const width = sd(ascending);
    const at = (p: number) => resolved(quantile(ascending, p), width);
    return {
      symbol: wholeName({ key, symbol }),
      label,
      unit,
      mean: resolved(mean(ascending), width),
      sd: short(width, 2),
      quantiles: [at(0.05), at(0.5), at(0.95)],
      truth: truth === null ? '' : resolved(value(truth), width),
    };
  });
}
