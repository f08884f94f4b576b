/** The figures of the views of concepts as they are taken away, with what each says in a line. */
import { flowFigure } from '../plots/flowFigure.ts';
import { ledgerFigure } from '../plots/ledgerFigure.ts';
import { pixelsFigure, pixelsHeight } from '../plots/pixelsFigure.ts';
import { rejectionFigure } from '../plots/rejectionFigure.ts';
import { spreadFigure } from '../plots/spreadFigure.ts';
import { ledgerData, spreadData, spreadReference } from '../readout/concepts/conceptFigures.ts';
import { ledgerFound } from '../readout/concepts/ledgerQuestion.ts';
import { payText } from '../readout/concepts/ledgerText.ts';
import { networkSpreadFound, spreadQuantities, spreadQuantity } from '../readout/concepts/networkSpreadQuestion.ts';
import { spreadSummary } from '../readout/concepts/networkSpreadText.ts';
import { noPixels, pixelsFound } from '../readout/concepts/pixelsQuestion.ts';
import { pixelsData, pixelsSentence } from '../readout/concepts/pixelsText.ts';
import { referenceView } from '../readout/figures/cornerData.ts';
import { flowData, flowStop, flowTraced } from '../readout/figures/flowShown.ts';
import { frameDraws } from '../readout/figures/frameDraws.ts';
import { rejectedOf, rejectionQuantity } from '../readout/figures/rejected.ts';
import { rejectionData } from '../readout/figures/rejectionData.ts';
import { stopSentence, stopText } from '../readout/text/flowText.ts';
import { acceptedText } from '../readout/text/rejectionText.ts';
import { plotThemes } from '../theme/plotTheme.ts';
import type { Shown, TakenFigure } from './figures.ts';

const FIGURE_THEME = plotThemes.light;

/** What is drawn, which its obstacle has said to be there. */
function found<T>(what: T | null): T {
  if (what === null) throw new Error('This figure has not been computed.');
  return what;
}

const flow: TakenFigure = {
  id: 'flow',
  label: 'Flow',
  marked: false,
  description: 'The base of the flow, pushed as far as the layer on screen.',
  obstacle: ({ state }) => (flowTraced(state) === null ? 'Open the tab Flow first: it traces the network.' : null),
  size: () => ({ width: 620, height: 520 }),
  build: ({ state }, size) => {
    const traced = found(flowTraced(state));
    const stop = flowStop(traced, state.view.flow);
    return flowFigure(flowData(state.study, traced, stop, state.observation.current.truth), size, FIGURE_THEME);
  },
  lines: ({ state }) => {
    const traced = found(flowTraced(state));
    const stop = flowStop(traced, state.view.flow);
    return [stopText(traced, stop), stopSentence(traced, stop)];
  },
};

const rejection: TakenFigure = {
  id: 'rejection',
  label: 'By rejection',
  marked: false,
  description: 'Simulations near the observation, and the posterior that their parameters make.',
  obstacle: ({ state }) =>
    rejectedOf(state) === null ? 'Open the tab By rejection first: it makes the simulations.' : null,
  size: () => ({ width: 680, height: 560 }),
  build: ({ state, telemetry }, size) => {
    const { system, problem } = state.study;
    const rejected = found(rejectedOf(state));
    const { quantity } = rejectionQuantity(system, problem.design, state.view.rejection.quantity);
    const draws = frameDraws(state, telemetry, [quantity]);
    const { label } = referenceView(state);
    return rejectionFigure(
      rejectionData(system, rejected, draws, label, state.observation.current.s),
      size,
      FIGURE_THEME,
    );
  },
  lines: ({ state }) => {
    const { system, problem } = state.study;
    return [acceptedText(found(rejectedOf(state)), system, problem)];
  },
};

const networks: TakenFigure = {
  id: 'networks',
  label: 'What the network does not know',
  marked: false,
  description: 'Variance within and between networks over the number of their simulations.',
  obstacle: ({ state }) =>
    networkSpreadFound(state) === null ? 'Train the networks first, in the column of checks.' : null,
  size: () => ({ width: 620, height: 420 }),
  build: ({ state }, size) => {
    const j = spreadQuantity(state);
    return spreadFigure(spreadData(found(networkSpreadFound(state)), j, spreadReference(state, j)), size, FIGURE_THEME);
  },
  lines: ({ state }) => {
    const j = spreadQuantity(state);
    const { symbol } = spreadQuantities(state.study)[j];
    return [spreadSummary(found(networkSpreadFound(state)), j, symbol, spreadReference(state, j)?.variance ?? null)];
  },
};

const ledger: TakenFigure = {
  id: 'ledger',
  label: 'Ledger',
  marked: false,
  description: 'Seconds that posteriors cost together, by the network and the other way.',
  obstacle: ({ state }: Shown) =>
    ledgerFound(state) === null ? 'Measure the costs first, in the column of checks.' : null,
  size: () => ({ width: 620, height: 420 }),
  build: ({ state }, size) => ledgerFigure(ledgerData(found(ledgerFound(state))), size, FIGURE_THEME),
  lines: ({ state }) => [payText(found(ledgerFound(state)))],
};

const PIXELS_WIDTH = 760;

/** Of an observation and a network that the picture was made of. */
function pixelsNow({ state }: Shown) {
  const pixels = pixelsFound(state);
  return pixels === null || pixels.observation !== state.observation.id || pixels.pixels.step === 0 ? null : pixels;
}

const pixels: TakenFigure = {
  id: 'pixels',
  label: 'What did it learn?',
  marked: false,
  description: 'The image, and how far each of its pixels moves the posterior mean.',
  obstacle: (shown) =>
    noPixels(shown.state) ??
    (pixelsNow(shown) === null ? 'Open “What did it learn?” first, in the column of checks.' : null),
  size: (shown) => {
    const height = pixelsHeight(pixelsData(shown.state, found(pixelsNow(shown))), PIXELS_WIDTH, FIGURE_THEME.fontSize);
    return { width: PIXELS_WIDTH, height };
  },
  build: (shown, size) => pixelsFigure(pixelsData(shown.state, found(pixelsNow(shown))), size, FIGURE_THEME),
  lines: (shown) => [pixelsSentence(pixelsData(shown.state, found(pixelsNow(shown))))],
};

export const conceptFigures = { flow, rejection, networks, ledger, pixels } as const;
