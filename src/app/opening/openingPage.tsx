/**
 * The page as a first visit finds it, as HTML: rendered in the build (scripts/vite/opening.ts) by the page's own components
 * from the pre-trained network, and shown until the page itself is there. Without verdicts: nothing that the
 * visitor's machine has checked.
 */
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { App } from '../App.tsx';
import { cornerFigure } from '../plots/cornerFigure.ts';
import { FixedFigures } from '../plots/fixedFigures.ts';
import { observationFigure } from '../plots/observationFigure.ts';
import { axisBoxes } from '../plots/geometry.ts';
import type { Annotation, Figure, Size } from '../plots/types.ts';
import type { LoadPretrained } from '../../inference/study/run/pretrained.ts';
import { Session } from '../session/session.ts';
import { openingSystem } from '../store/openingSystem.ts';
import { type AppStore, createAppStore, patch } from '../store/appStore.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { createTelemetry, Publisher, type TelemetryStore } from '../store/telemetry.ts';
import { cornerData, referenceView } from '../readout/figures/cornerData.ts';
import { cornerQuantities } from '../readout/figures/cornerQuantities.ts';
import { cornerSummary } from '../readout/text/cornerSummary.ts';
import { frameDraws } from '../readout/figures/frameDraws.ts';
import { observationData, withoutHindsight } from '../readout/figures/observationData.ts';
import { MediaInBuild } from '../ui/shell/useMedia.ts';
import { fixedFigure } from './fixedFigure.ts';
import { awaitsPretrained } from '../store/engineSlice.ts';

export { pathsOf, readFiles } from '../browser/readPretrainedFiles.ts';

export interface OpeningPage {
  /** For windows that are at least 700 pixels wide, and for others. */
  readonly wide: string;
  readonly narrow: string;
  /** What it shows, in words. */
  readonly summary: string;
  readonly system: string;
}

/** The frames of the figures in a window of 1440 x 900 and of 390 x 844 pixels. */
const SIZES = {
  wide: { corner: { width: 448, height: 564 }, observation: { width: 356, height: 412 } },
  narrow: { corner: { width: 366, height: 359 }, observation: { width: 366, height: 168 } },
} as const;

/** @throws Error where there is no network, or its draws do not answer the system's first observation */
export async function openingPage(
  load: (system: string, catalogue: SystemCatalogue) => ReturnType<LoadPretrained>,
): Promise<OpeningPage> {
  const catalogue = new SystemCatalogue();
  const system = openingSystem(catalogue);
  const store = createAppStore(system, 'system', { ownDetail: 'simple', doorsClosed: false, dragged: false });
  const telemetry = createTelemetry();
  const session = await opened(catalogue, store, telemetry, (id) => load(id, catalogue));
  const parts = { catalogue, store: asItIs(store), telemetry: asItIs(telemetry), session };
  const state = store.getState();
  const { quantities } = cornerQuantities(system, state.study.problem.design, state.view.corner);
  const draws = frameDraws(state, telemetry.getState(), quantities);
  if (draws.posterior === null) throw new Error('No posterior to open with: run "npm run pretrain".');
  const corner = cornerData(draws, [], referenceView(state), state.view.zoomed, null);
  const observed = withoutHindsight(observationData(system, state.observation.current, null, null));
  const draggable = draws.truth !== null;
  const render = (name: keyof typeof SIZES): string => {
    const figures = new Map([
      [
        `${system.id}-posterior`,
        fixedFigure(
          (size: Size, theme) =>
            labelled(cornerFigure(corner, { ...size, truthDraggable: draggable, plain: true }, theme), theme),
          SIZES[name].corner,
        ),
      ],
      [
        `${system.id}-observation`,
        fixedFigure(
          (size: Size, theme) => observationFigure(observed, { ...size, plain: true }, theme),
          SIZES[name].observation,
        ),
      ],
    ]);
    const html = renderToString(
      <StrictMode>
        <MediaInBuild value={name === 'narrow'}>
          <FixedFigures value={figures}>
            <App parts={parts} />
          </FixedFigures>
        </MediaInBuild>
      </StrictMode>,
    );
    // What is alike in the page itself has these names.
    return html.replaceAll(/ (id|for|aria-\w+by|aria-controls|data-anchor)="[^"]*"/g, '');
  };
  return { wide: render('wide'), narrow: render('narrow'), summary: cornerSummary(draws), system: system.id };
}

/** Says what it is, in the lower end of the free corner. */
function labelled({ data, layout }: Figure, theme: PlotTheme): Figure {
  const boxes = axisBoxes(layout);
  const [above, right] = [boxes[0], boxes[boxes.length - 1]];
  const { l, r, t, b } = layout.margin;
  const label: Annotation = {
    text: 'Opening example,<br>pre-trained network',
    xref: 'paper',
    yref: 'paper',
    x: (right.x0 - l) / (layout.width - l - r),
    y: 1 - (above.y0 + above.height - t) / (layout.height - t - b),
    xanchor: 'left',
    yanchor: 'bottom',
    font: { size: theme.fontSize - 1, color: theme.muted },
  };
  return { data, layout: { ...layout, annotations: [...(layout.annotations ?? []), label] } };
}

/** A session whose engine never answers, with the posterior of the pre-trained network. */
async function opened(
  catalogue: SystemCatalogue,
  store: AppStore,
  telemetry: TelemetryStore,
  load: LoadPretrained,
): Promise<Session> {
  const pretrained = await load(store.getState().study.system.id);
  const engine = { call: () => new Promise<never>(() => {}) };
  const publisher = new Publisher(telemetry);
  const session = new Session({
    catalogue,
    store,
    telemetry,
    publisher,
    engine,
    pretrained: () => Promise.resolve(pretrained),
  });
  await new Promise<void>((resolve) => {
    store.subscribe(({ engine }, before) => {
      if (awaitsPretrained(before.engine) && !awaitsPretrained(engine)) resolve();
    });
    void session.start();
  });
  patch(store, 'results', { finalCheck: null });
  return session;
}

/** React renders on a server what a store held at first: here, what it holds now. */
function asItIs<T extends { getState: () => unknown; getInitialState: () => unknown }>(store: T): T {
  return Object.assign(store, { getInitialState: store.getState });
}
