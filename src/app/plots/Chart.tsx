/**
 * A plotly figure in React: draws what a pure builder returns for the present size, newest first, when it is its turn. The
 * builder runs in a task of its own before that, or in a turn of its own where it takes long, so that neither holds the page for
 * long. plotly itself arrives late: until then the figure is drawn as plain SVG (svg/), or, where that cannot be, a skeleton
 * of two axes stands. Afterwards the last figure stays until the next one is drawn. Handles go over the plot as children, which
 * are given the layout (see geometry.ts). Left out on purpose: plotly's own mode bar, zoom, and everything that could send data
 * elsewhere.
 */
import type { Config, PlotlyHTMLElement } from 'plotly.js';
import { type CSSProperties, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { PartMissing } from '../../inference/parts/loadPart.ts';
import type { Anchor } from '../browser/anchor.ts';
import { nextTask } from '../browser/nextTask.ts';
import { uncover } from '../browser/uncover.ts';
import styles from './Chart.module.css';
import { DownloadButtons } from './DownloadButtons.tsx';
import { drawingTurns } from '../async/drawingTurns.ts';
import { FixedFigures } from './fixedFigures.ts';
import { loadPlotly, onPlotly, type Plotly, plotlyFailure, plotlyNow } from './loadPlotly.ts';
import { LatestTask } from '../async/latestTask.ts';
import { RasterLayer } from './RasterLayer.tsx';
import { figureSvg } from './svg/figureSvg.ts';
import type { Figure, FigureLayout, Size } from './types.ts';
import { useSize } from './useSize.ts';

const config: Partial<Config> = {
  displayModeBar: false,
  displaylogo: false,
  showSendToCloud: false,
  responsive: false,
  scrollZoom: false,
  doubleClick: false,
  showTips: false,
};

/** A builder that took longer leaves the drawing to the next turn, ms: a turn is a frame, and a hand on a handle notices two. */
const SHORT = 15;

const failureText = (error: unknown) =>
  error instanceof PartMissing ? error.message : 'This figure could not be drawn.';

/** Made when it is first asked for, and kept. */
function lazily<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

export interface ChartProps {
  /**
   * Builds the figure: what costs time belongs in here. Memoise it (useCallback): the figure is drawn again when its identity
   * changes. null: keep what is there.
   */
  readonly figure: ((size: Size) => Figure) | null;
  /** What the figure shows, in a sentence or two, for those who cannot see it. */
  readonly summary: string;
  /** File name of a downloaded image, without extension. */
  readonly name: string;
  readonly className?: string;
  /** The height that the figure needs at a width, pixels; left out: the style sheet says it. */
  readonly height?: (width: number) => number;
  /** The height below which it has too little room at a width, pixels, for the style sheet: `--least`. */
  readonly least?: (width: number) => number;
  readonly anchor?: Anchor;
  /** Drawn before the other figures that wait for their turn. */
  readonly ahead?: boolean;
  /** Told the x of a point that was clicked. What it does can be done by keyboard elsewhere: a figure takes no focus. */
  readonly onPick?: (x: number) => void;
  /** Laid over the plot, in the same pixels. */
  readonly children?: (layout: FigureLayout) => ReactNode;
}

export function Chart(props: ChartProps) {
  const { figure, summary, name, className, height, least, anchor, ahead = false, onPick, children } = props;
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const queue = useRef<LatestTask<() => Figure> | null>(null);
  const drawn = useRef<PlotlyHTMLElement | null>(null);
  const size = useSize(frame);
  const fixed = useContext(FixedFigures)?.get(name);
  const sketch = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'waiting' | 'sketched' | 'drawn' | 'failed'>('waiting');
  const [failure, setFailure] = useState('');

  const [shown, setShown] = useState<Figure | null>(null);
  const layout = shown?.layout;
  // A builder that throws is a fault of ours: the boundary of the column tells it.
  const [fault, setFault] = useState<{ readonly error: unknown } | null>(null);
  if (fault) throw fault.error;

  // Before the effect that draws: this one has to clean up first, for a purge takes plotly's events away.
  useEffect(() => {
    const element = drawn.current;
    if (state !== 'drawn' || element === null || onPick === undefined) return undefined;
    element.on('plotly_click', ({ points }) => onPick(Number(points[0].x)));
    return () => element.removeAllListeners('plotly_click');
  }, [state, onPick]);

  useEffect(() => {
    const [element, under] = [plot.current, sketch.current];
    if (!element || !under) return undefined;
    let mounted = true;
    let drawer: Plotly | null = null;
    const draw = async (next: Figure) => {
      drawer = plotlyNow();
      if (drawer === null) {
        const svg = figureSvg(next);
        if (svg === null) {
          // It waits for plotly. A figure drawn before would be taken for it.
          under.replaceChildren();
          setShown(null);
          const missing = plotlyFailure();
          if (missing !== null) setFailure(failureText(missing));
          setState(missing === null ? 'waiting' : 'failed');
          return;
        }
        under.innerHTML = svg;
        // At once: while the page starts, handles that came with React's next turn would lie beside their points for a while.
        flushSync(() => {
          setShown(next);
          setState('sketched');
        });
        return;
      }
      // plotly writes into the layout that it is given; the overlay goes on reading this one.
      const layout = structuredClone(next.layout);
      // The frame has the surface's colour, and images lie between it and the plot.
      if (next.rasters !== undefined) layout.paper_bgcolor = 'rgba(0,0,0,0)';
      drawn.current = await drawer.react(element, next.data, layout, {
        ...config,
        staticPlot: next.layout.hovermode === false,
      });
      if (!mounted) return;
      under.replaceChildren();
      setShown(next);
      setState('drawn');
    };
    queue.current = new LatestTask<() => Figure>(
      async (build) => {
        const begin = performance.now();
        let next: Figure;
        try {
          next = build();
        } catch (error) {
          setFault({ error });
          return null;
        }
        if (performance.now() - begin > SHORT) return () => draw(next);
        await draw(next);
        return null;
      },
      {
        // Two calls of Plotly.react on one element must not overlap, and a frame that is out of date need not be drawn.
        whenNewer: 'wait',
        inTurn: (start) => drawingTurns.next(start, ahead),
        onError: (error) => {
          if (!mounted) return;
          console.error(error);
          setFailure(failureText(error));
          setState('failed');
        },
      },
    );
    return () => {
      mounted = false;
      queue.current?.cancel();
      queue.current = null;
      drawer?.purge(element);
    };
  }, [ahead]);

  const job = useMemo(() => (figure && size ? lazily(() => figure(size)) : null), [figure, size]);

  useEffect(() => {
    if (!job) return undefined;
    queue.current?.request(job);
    let wanted = true;
    nextTask()
      .then(() => wanted && job())
      // It is told when it is the figure's turn.
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [job]);

  // What was drawn without plotly, or has waited for it, is drawn with it.
  useEffect(
    () =>
      onPlotly((error) => {
        if (error === null) {
          if (job) queue.current?.request(job);
          return;
        }
        setFailure(failureText(error));
        setState((now) => (now === 'waiting' ? 'failed' : now));
      }),
    [job],
  );

  // The picture of the opening example has shown it until now.
  useEffect(() => {
    if (ahead && state !== 'waiting') uncover();
  }, [ahead, state]);

  const retry = () => {
    setState('waiting');
    if (job) queue.current?.request(job);
    // A failure is told to all.
    loadPlotly().catch(() => {});
  };

  return (
    <div
      ref={frame}
      className={className ? `${styles.frame} ${className}` : styles.frame}
      data-chart={name}
      data-anchor={anchor}
      data-state={state}
      data-picks={onPick !== undefined || undefined}
      style={size === null ? undefined : heights(size.width, height, least)}
    >
      {shown?.rasters && state === 'drawn' && <RasterLayer layout={shown.layout} rasters={shown.rasters} />}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <img> cannot hold the SVG that plotly writes */}
      <div ref={plot} role="img" aria-label={summary} className={styles.plot} />
      <div
        ref={sketch}
        className={styles.sketch}
        aria-hidden="true"
        {...(fixed !== undefined && { dangerouslySetInnerHTML: { __html: fixed } })}
      />
      {state === 'waiting' && fixed === undefined && <div className={styles.skeleton} aria-hidden="true" />}
      {state === 'failed' && (
        <div className={styles.failure} role="alert">
          <p>{failure}</p>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </div>
      )}
      {shown && state === 'drawn' && <DownloadButtons figure={shown} name={name} />}
      {layout && (state === 'drawn' || state === 'sketched') && children?.(layout)}
    </div>
  );
}

type OfWidth = ((width: number) => number) | undefined;

function heights(width: number, height: OfWidth, least: OfWidth): CSSProperties {
  return {
    ...(height === undefined ? {} : { height: height(width) }),
    ...(least === undefined ? {} : { '--least': `${least(width)}px` }),
  };
}
