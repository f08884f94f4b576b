/** The page's figures as they are taken away: in the light theme, at a size of their own, with a heading. */
import { cornerFigure } from '../plots/cornerFigure.ts';
import { coverageFigure } from '../plots/coverageFigure.ts';
import { lossFigure } from '../plots/lossFigure.ts';
import { observationFigure } from '../plots/observationFigure.ts';
import { ridgeFigure } from '../plots/ridgeFigure.ts';
import { sbcFigure } from '../plots/sbcFigure.ts';
import { striped } from '../plots/striped.ts';
import { titled } from '../plots/titled.ts';
import type { Figure, Size } from '../plots/types.ts';
import type { AppState } from '../store/appStore.ts';
import { dataSetsOf, shownReport } from '../readout/text/shownReport.ts';
import type { Telemetry } from '../store/telemetry.ts';
import { plotThemes } from '../theme/plotTheme.ts';
import { floorShown } from '../readout/text/floorText.ts';
import { lossData } from '../readout/text/lossData.ts';
import { focusFound } from '../readout/concepts/focusQuestion.ts';
import { focusRegion, REGION_TEXT } from '../readout/figures/focusRegion.ts';
import { cornerData, referenceView } from '../readout/figures/cornerData.ts';
import { cornerQuantities } from '../readout/figures/cornerQuantities.ts';
import { frameDraws, frameShown } from '../readout/figures/frameDraws.ts';
import { observationData } from '../readout/figures/observationData.ts';
import { pinnedOn } from '../readout/figures/pinnedDraws.ts';
import { ridgeAxes } from '../readout/figures/ridgeAxes.ts';
import { ridgeData, ridgeTheory } from '../readout/figures/ridgeData.ts';
import { NO_DIRECTIONS, ridgeDirections } from '../readout/figures/ridgeDirections.ts';
import { sourceText } from '../readout/text/sourceText.ts';
import { stripeText } from '../readout/text/stripeText.ts';
import { conditionsText, posteriorText } from '../readout/text/heading.ts';

/** What is on the page. */
export interface Shown {
  readonly state: AppState;
  readonly telemetry: Telemetry;
}

export interface TakenFigure {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Why there is none now; null if there is. */
  readonly obstacle: (shown: Shown) => string | null;
  /** Its own size, without the heading. */
  readonly size: (shown: Shown) => Size;
  readonly build: (shown: Shown, size: Size) => Figure;
  /** Whether it is of the posterior, and so of what was done to it. */
  readonly marked: boolean;
  /** Lines under the system's name. */
  readonly lines: (shown: Shown) => readonly string[];
}

const FIGURE_THEME = plotThemes.light;

/** The figure under its heading. */
export function headed(figure: TakenFigure, shown: Shown): Figure {
  const title = `${shown.state.study.system.name}: ${figure.label.toLowerCase()}`;
  return titled(figure.build(shown, figure.size(shown)), { title, lines: figure.lines(shown) }, FIGURE_THEME);
}

const noPosterior = ({ state, telemetry }: Shown) =>
  frameShown(telemetry.frame, state.study.problem) === null ? 'There is no posterior yet.' : null;
const noReport = ({ state, telemetry }: Shown) =>
  reportOf({ state, telemetry }) === null ? 'There is no calibration yet: it appears after the first epochs.' : null;
const aboutPosterior = ({ state, telemetry }: Shown) => [
  `${posteriorText(state)} · ${conditionsText(state, telemetry)}`,
];

function reportOf({ state, telemetry }: Shown) {
  return shownReport(state.results.finalCheck, telemetry.calibration, telemetry.progress.step);
}

function foundReport(shown: Shown) {
  const report = reportOf(shown);
  if (report === null) throw new Error('There is no calibration report to draw.');
  return report;
}

function quantitiesOf({ study, view }: AppState) {
  return cornerQuantities(study.system, study.problem.design, view.corner).quantities;
}

const corner: TakenFigure = {
  id: 'corner',
  label: 'Posterior',
  marked: true,
  description: 'The corner figure with prior, reference, pinned runs and true value.',
  obstacle: noPosterior,
  size: ({ state }) => {
    const panels = quantitiesOf(state).length;
    return { width: Math.max(640, 210 * panels), height: panels === 1 ? 380 : Math.max(520, 180 * panels) };
  },
  build: ({ state, telemetry }, size) => {
    const quantities = quantitiesOf(state);
    const pinned = pinnedOn(state.pins.pins, state.study.system.id, quantities);
    const draws = frameDraws(state, telemetry, quantities);
    const region = focusRegion(focusFound(state), state.study.system, state.study.problem.design, quantities);
    const data = cornerData(draws, pinned, referenceView(state), state.view.zoomed, region);
    const stripe = stripeText(state, telemetry);
    return striped((inner) => cornerFigure(data, inner, FIGURE_THEME), size, stripe, FIGURE_THEME);
  },
  lines: (shown) => [...aboutPosterior(shown), ...(focusFound(shown.state) === null ? [] : [REGION_TEXT])],
};

const ridge: TakenFigure = {
  id: 'ridge',
  label: 'Ridge',
  marked: true,
  description: 'Two quantities against each other, with the curve along which the data cannot tell them apart.',
  obstacle: (shown) => {
    const { study } = shown.state;
    const { offered } = ridgeAxes(study.system, study.problem.design, null);
    return offered.length < 2 ? 'This system has only one parameter.' : noPosterior(shown);
  },
  size: () => ({ width: 680, height: 520 }),
  build: ({ state, telemetry }, size) => {
    const { study, observation, view } = state;
    const { system, problem } = study;
    const { x, y } = ridgeAxes(system, problem.design, view.ridge.axes);
    const quantities = [x, y].map((quantity) =>
      quantity.scale === 'log' ? { ...quantity, scale: view.ridge.scale } : quantity,
    );
    const draws = frameDraws(state, telemetry, quantities);
    const { x: data, truth } = observation.current;
    const figure = ridgeData(
      draws,
      pinnedOn(state.pins.pins, system.id, quantities),
      referenceView(state),
      ridgeTheory(system, problem, quantities, data, truth),
      draws.posterior === null ? NO_DIRECTIONS : ridgeDirections(draws.posterior, draws.prior, quantities, draws.axes),
    );
    const stripe = stripeText(state, telemetry);
    return striped((inner) => ridgeFigure(figure, inner, FIGURE_THEME), size, stripe, FIGURE_THEME);
  },
  lines: aboutPosterior,
};

const observed: TakenFigure = {
  id: 'observation',
  label: 'Observation',
  marked: true,
  description: 'The data, and the predictions of prior and posterior.',
  obstacle: () => null,
  size: ({ state }) => ({ width: 760, height: state.observation.current.picture?.kind === 'field' ? 560 : 380 }),
  build: ({ state }, size) => {
    const { study, observation, results } = state;
    const data = observationData(study.system, observation.current, results.priorBands, results.posteriorBands);
    return observationFigure(data, size, FIGURE_THEME);
  },
  lines: (shown) => [`Data ${sourceText(shown.state.observation.current, false)}`, ...aboutPosterior(shown)],
};

const loss: TakenFigure = {
  id: 'loss',
  label: 'Loss',
  marked: false,
  description: 'Training and validation loss against step.',
  obstacle: ({ telemetry }) => (telemetry.trace.steps.length === 0 ? 'No step has been taken yet.' : null),
  size: () => ({ width: 640, height: 340 }),
  build: ({ state, telemetry }, size) => {
    const floor = floorShown(state)?.floor ?? null;
    return lossFigure(lossData({ ...telemetry, totalSteps: telemetry.progress.totalSteps }, floor), size, FIGURE_THEME);
  },
  lines: ({ state, telemetry }) => [
    'Mean −ln q(theta | s) in nats: minibatches (faint), their running mean, and the validation set; a ring marks the best network',
    conditionsText(state, telemetry),
  ],
};

const calibration: TakenFigure = {
  id: 'sbc',
  label: 'Calibration',
  marked: true,
  description: 'Rank histograms of simulation-based calibration.',
  obstacle: noReport,
  size: (shown) => {
    const panels = foundReport(shown).sbc.quantities.length;
    return { width: 760, height: 60 + 150 * Math.ceil(panels / 4) };
  },
  build: (shown, size) => sbcFigure(foundReport(shown).sbc, size, FIGURE_THEME),
  lines: (shown) => [
    `Bars: ranks of the true values among posterior draws, ${dataSetsOf(foundReport(shown))}; line: expected; grey: range allowed by chance`,
    foundReport(shown).sbc.verdict.sentence,
    conditionsText(shown.state, shown.telemetry),
  ],
};

const coverage: TakenFigure = {
  id: 'coverage',
  label: 'Coverage',
  marked: true,
  description: 'The fraction of true values inside central intervals, against the level of the intervals.',
  obstacle: noReport,
  size: () => ({ width: 520, height: 440 }),
  build: (shown, size) => coverageFigure(foundReport(shown).coverage.central, size, FIGURE_THEME),
  lines: (shown) => [
    `Central intervals, ${dataSetsOf(foundReport(shown))}; grey: range allowed by chance`,
    foundReport(shown).coverage.central.verdict.sentence,
    conditionsText(shown.state, shown.telemetry),
  ],
};

export const takenFigures = { corner, ridge, observed, loss, calibration, coverage } as const;
