/** The panels of the development page: one figure each, in the sizes that the page gives them. */
import type { ReactNode } from 'react';
import { useCallback, useMemo, useState } from 'react';
import type { PlotTheme, ThemeName } from '../theme/plotTheme.ts';
import { enlarged, plotThemes } from '../theme/plotTheme.ts';
import { Chart } from './Chart.tsx';
import * as concepts from './conceptFixtures.ts';
import { cornerFigure } from './cornerFigure.ts';
import { coverageFigure } from './coverageFigure.ts';
import { densitySketch } from './densitySketch.ts';
import { DragLayer } from './DragLayer.tsx';
import * as made from './fixtures.ts';
import { allowedValue } from '../../inference/observation/observation.ts';
import { cornerHandles, entryOf, observationHandles, truthAfter } from './handles.ts';
import { flowFigure } from './flowFigure.ts';
import { landscapeFigure } from './landscapeFigure.ts';
import { ledgerFigure } from './ledgerFigure.ts';
import { pixelsFigure } from './pixelsFigure.ts';
import { lossFigure } from './lossFigure.ts';
import { observationFigure } from './observationFigure.ts';
import { ridgeFigure } from './ridgeFigure.ts';
import { rejectionFigure } from './rejectionFigure.ts';
import { sbcFigure } from './sbcFigure.ts';
import { moreFigure } from './moreFigure.ts';
import { spreadFigure } from './spreadFigure.ts';
import type { Figure, FigureLayout, Size } from './types.ts';

type Styles = Readonly<Record<string, string>>;
type Build = (size: Size, theme: PlotTheme) => Figure;

interface PanelProps {
  readonly title: string;
  readonly height: number;
  readonly wide?: boolean;
  readonly styles: Styles;
  readonly theme: PlotTheme;
  readonly build: Build;
  readonly children?: (layout: FigureLayout) => ReactNode;
}

function Panel({ title, height, wide, styles, theme, build, children }: PanelProps) {
  const figure = useCallback((size: Size) => build(size, theme), [build, theme]);
  return (
    <section className={`${styles.panel} ${wide ? styles.wide : ''}`}>
      <h2>{title}</h2>
      <div style={{ height }}>
        <Chart
          figure={figure}
          name={title.toLowerCase().replaceAll(' ', '-')}
          summary={`${title}, from made-up numbers.`}
        >
          {children}
        </Chart>
      </div>
    </section>
  );
}

const flat2 = { curves: [made.flatCurve(made.amplitude), made.flatCurve(made.bias)], regions: [] };
const none = { prior: null, posterior: null, ghost: null, reference: null, pins: [], truth: null };

const corner3: Build = (size, theme) =>
  cornerFigure(
    {
      quantities: made.rates,
      prior: { curves: made.rates.map((quantity) => made.flatCurve(quantity)), regions: [] },
      posterior: made.ratesLayer(0, 1),
      ghost: made.ratesLayer(0.5, 1.2),
      reference: { ...made.ratesLayer(0.2, 0.9), label: 'mcmc', distance: 0.064 },
      pins: [],
      truth: [0.3, 0.42, 2],
    },
    size,
    theme,
  );

const forcing = { key: 'F', symbol: 'F', label: 'forcing', unit: '', scale: 'linear', range: [6, 10] } as const;
const forcingLayer = (m: number, s: number) => ({ curves: [made.gaussianCurve(forcing, m, s)], regions: [] });
const corner1: Build = (size, theme) =>
  cornerFigure(
    {
      quantities: [forcing],
      prior: { curves: [made.flatCurve(forcing)], regions: [] },
      posterior: forcingLayer(8.05, 0.3),
      ghost: forcingLayer(8.2, 0.4),
      reference: { ...forcingLayer(8, 0.27), label: 'approx', distance: null },
      pins: [],
      truth: [8],
    },
    { ...size, truthDraggable: true },
    theme,
  );

const untrained: Build = (size, theme) =>
  cornerFigure({ ...none, quantities: [made.amplitude, made.bias], prior: flat2 }, size, theme);

const broad: Build = (size, theme) => {
  const [x, y] = [made.rates[0], made.rates[2]];
  const regions = made.ellipses(x, y, [-0.5, 4], [0.3, 1.4], 0.3);
  const curves = [made.gaussianCurve(x, -0.5, 0.3), made.gaussianCurve(y, 4, 1.4)];
  return cornerFigure({ ...none, quantities: [x, y], posterior: { curves, regions: [regions] } }, size, theme);
};

const ridge: Build = (size, theme) => {
  const curve = Array.from({ length: 40 }, (_, i) => 0.25 * 16 ** (i / 39)).map((a) => [a, Math.sqrt(2 / a)] as const);
  const a = Array.from({ length: 500 }, (_, i) => 0.25 * 16 ** made.golden(i));
  return ridgeFigure(
    {
      x: made.amplitude,
      y: made.bias,
      draws: { x: a, y: a.map((value, i) => Math.sqrt((2 * Math.exp(0.06 * made.wobble(i))) / value)) },
      regions: made.ridgeRegions(0.06),
      reference: { regions: made.ridgeRegions(0.055), label: 'exact', distance: 0.0123 },
      pins: [],
      degeneracy: { label: 'A b² constant', points: curve },
      truth: [2, 1],
      counterpart: { label: 'the other universe', at: [0.5, 2] },
      field: [],
      directions: [
        { name: 'stiff', from: [0.85, 1.2], to: [1.18, 1.68] },
        { name: 'sloppy', from: [0.42, 1.7], to: [0.27, 2.15] },
      ],
    },
    { ...size, truthDraggable: true },
    theme,
  );
};

const wedges: Build = (size, theme) =>
  observationFigure(
    {
      view: made.wedgeView,
      values: made.wedges,
      prior: made.relativeBands(made.wedges, 0.9, 1.4),
      posterior: made.relativeBands(made.wedges, 1.02, 0.06),
      picture: null,
    },
    size,
    theme,
  );
const population: Build = (size, theme) =>
  observationFigure(
    {
      view: made.countsView,
      values: made.counts,
      prior: null,
      posterior: made.relativeBands(
        made.counts.map((n) => n + 0.8),
        1,
        0.5,
      ),
      picture: made.countsPath,
    },
    size,
    theme,
  );
const ring: Build = (size, theme) =>
  observationFigure(
    { view: made.ringView, values: made.ringValues, prior: null, posterior: null, picture: made.ringField(8, 101, 1) },
    size,
    theme,
  );
const climate: Build = (size, theme) => {
  const bands = made.relativeBands(made.climate, 1.02, 0.2);
  const prior = made.relativeBands(made.climate, 1, 0.9);
  const picture = made.ringField(40, 400, 10);
  return observationFigure(
    { view: made.climateView, values: made.climate, prior, posterior: bands, picture },
    size,
    theme,
  );
};

const image =
  (side: number, predicted: boolean): Build =>
  (size, theme) => {
    const posterior = predicted ? made.imageMoments(side) : null;
    return observationFigure({ view: made.imageView(side), values: made.spiral(side, 30), posterior }, size, theme);
  };
const smallImage = image(16, false);
const largeImage = image(64, true);

const loss: Build = (size, theme) => lossFigure(made.lossFixture(2500, 2200, 0.03), size, theme);
const lossStart: Build = (size, theme) => lossFigure(made.lossFixture(2500, 60, 0.03), size, theme);
const sbc: Build = (size, theme) => sbcFigure(made.sbcFixture(['flat', 'valley']), size, theme);
const sbcMany: Build = (size, theme) => sbcFigure(made.sbcFixture(['flat', 'valley', 'slope', 'flat']), size, theme);
const coverageMany: Build = (size, theme) =>
  coverageFigure(made.coverageFixture([0.005, 0.08, -0.03, 0, 0.02, -0.05]), size, theme);
const coverage: Build = (size, theme) => coverageFigure(made.coverageFixture([0.005, 0.08]), size, theme);

const flow: Build = (size, theme) => flowFigure(concepts.flowFixture(), size, theme);
const rejection: Build = (size, theme) => rejectionFigure(concepts.rejectionFixture(), size, theme);
const landscape: Build = (size, theme) => landscapeFigure(concepts.landscapeFixture(), size, theme);
const more: Build = (size, theme) => moreFigure(concepts.moreFixture, size, theme);
const spread: Build = (size, theme) => spreadFigure(concepts.spreadFixture, size, theme);
const ledger: Build = (size, theme) => ledgerFigure(concepts.ledgerFixture, size, theme);
const pixels: Build = (size, theme) => pixelsFigure(concepts.pixelsFixture(24), size, theme);

interface GalleryProps {
  readonly themeName: ThemeName;
  readonly scale: number;
  readonly styles: Styles;
}

export function Gallery({ themeName, scale, styles }: GalleryProps) {
  const theme = useMemo(() => enlarged(plotThemes[themeName], scale), [themeName, scale]);
  const shared = { styles, theme };
  return (
    <div className={styles.grid}>
      <DraggableCorner {...shared} />
      <Panel title="Corner of three" height={520} wide build={corner3} {...shared} />
      <Panel title="Corner of one" height={300} wide build={corner1} {...shared} />
      <Panel title="Ridge" height={420} wide build={ridge} {...shared} />
      <DraggableSpectrum {...shared} />
      <Panel title="Population" height={210} wide build={population} {...shared} />
      <Panel title="Wedges" height={230} wide build={wedges} {...shared} />
      <Panel title="Ring" height={300} wide build={ring} {...shared} />
      <Panel title="Climate" height={260} wide build={climate} {...shared} />
      <Panel title="Image of 16 by 16" height={300} build={smallImage} {...shared} />
      <Panel title="Image of 64 by 64" height={320} wide build={largeImage} {...shared} />
      <Panel title="Broad posterior" height={420} wide build={broad} {...shared} />
      <Panel title="Before training" height={300} build={untrained} {...shared} />
      <Panel title="Learning" height={140} build={loss} {...shared} />
      <Panel title="Learning begins" height={140} build={lossStart} {...shared} />
      <Panel title="Calibration" height={120} build={sbc} {...shared} />
      <Panel title="Calibration of four" height={220} build={sbcMany} {...shared} />
      <Panel title="Coverage" height={150} build={coverage} {...shared} />
      <Panel title="Coverage of six" height={170} build={coverageMany} {...shared} />
      <Panel title="Flow" height={380} build={flow} {...shared} />
      <Panel title="By rejection" height={420} build={rejection} {...shared} />
      <Panel title="Likelihood and climbers" height={260} build={landscape} {...shared} />
      <Panel title="What more simulations would bring" height={260} build={more} {...shared} />
      <Panel title="What the network does not know" height={260} build={spread} {...shared} />
      <Panel title="Ledger" height={260} build={ledger} {...shared} />
      <Panel title="What did it learn?" height={300} wide build={pixels} {...shared} />
      <Sketches styles={styles} />
    </div>
  );
}

interface SharedProps {
  readonly styles: Styles;
  readonly theme: PlotTheme;
}

function DraggableCorner(shared: SharedProps) {
  const [truth, setTruth] = useState([2, 1]);
  const quantities = [made.amplitude, made.bias];
  const build = useCallback<Build>(
    (size, theme) =>
      cornerFigure(
        {
          quantities: [made.amplitude, made.bias],
          prior: flat2,
          posterior: made.ridgeLayer(0.045, 0.012),
          ghost: made.ridgeLayer(0.07, 0.05),
          reference: { ...made.ridgeLayer(0.04, 0), label: 'exact', distance: 0.0123 },
          pins: [],
          truth,
        },
        { ...size, truthDraggable: true },
        theme,
      ),
    [truth],
  );
  return (
    <Panel title="Corner of two" height={470} wide build={build} {...shared}>
      {(layout) => (
        <DragLayer
          handles={cornerHandles(layout, quantities, truth)}
          onDrag={(id, at) => setTruth(truthAfter(id, at, truth))}
        />
      )}
    </Panel>
  );
}

function DraggableSpectrum(shared: SharedProps) {
  const [values, setValues] = useState<readonly number[]>(made.spectrum);
  const build = useCallback<Build>(
    (size, theme) =>
      observationFigure(
        {
          view: made.spectrumView,
          values,
          prior: made.relativeBands(made.spectrum, 0.8, 1.7),
          posterior: made.relativeBands(made.spectrum, 1, 0.09),
          picture: null,
        },
        size,
        theme,
      ),
    [values],
  );
  return (
    <Panel title="Spectrum" height={210} wide build={build} {...shared}>
      {(layout) => (
        <DragLayer
          handles={observationHandles(layout, made.spectrumView, values)}
          onDrag={(id, at) => {
            const entry = entryOf(id);
            setValues(values.with(entry, allowedValue(made.spectrumView, entry, at.y)));
          }}
        />
      )}
    </Panel>
  );
}

function Sketches({ styles }: { readonly styles: Styles }) {
  const box = { width: 260, height: 26, low: 0.05, high: 2, scale: 'log' as const };
  const sketches = [
    densitySketch(made.flatCurve({ ...made.amplitude, range: [0.1, 1] }), box),
    densitySketch(made.gaussianCurve(made.rates[0], -0.5, 0.2), box),
  ];
  return (
    <section className={styles.panel}>
      <h2>Sketches</h2>
      {sketches.map(({ line, area }) => (
        <svg key={line} viewBox="0 -2 260 30" width="100%" aria-hidden="true">
          <path d={area} fill="var(--prior)" opacity={0.3} />
          <path d={line} fill="none" stroke="var(--prior)" strokeWidth={1.5} />
        </svg>
      ))}
    </section>
  );
}
