/** The trial before training: what the priors can produce, what each parameter changes, and what to know of it, in sentences. */
import { CircleCheck, CircleX, FlaskConical, Info, TriangleAlert } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { TrialRemark } from '../../../inference/simulators/own/trialRun.ts';
import { scriptSystem } from '../../../inference/simulators/own/scriptSystem.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { count, short } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { imageHeight } from '../../plots/imageFigure.ts';
import { observationFigure } from '../../plots/observationFigure.ts';
import { isImage, type ObservationData, wholeRange } from '../../plots/observationRange.ts';
import type { Size } from '../../plots/types.ts';
import { Button } from '../controls/Button.tsx';
import { Card } from '../controls/Card.tsx';
import { Unseen } from '../controls/Unseen.tsx';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { Marked } from '../words/Marked.tsx';
import css from './OwnSimulator.module.css';
import { type Trial, type TrialState, TRIED } from './useTrial.ts';

interface Props {
  readonly state: TrialState;
  /** Why nothing can be tried now; null: it can. */
  readonly reason: string | null;
  /** The trial is that of an earlier text. */
  readonly stale: boolean;
  readonly onTry: () => void;
}

export function TrialBox({ state, reason, stale, onTry }: Props) {
  const { trial, running, problem, stop } = state;
  return (
    <section
      aria-label="A trial before training"
      className={css.column}
      data-anchor={anchorOf({ kind: 'editor', name: 'trial' })}
    >
      <h3 className={css.columnTitle}>
        A trial before training
        {running ? (
          <Button size="small" onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button size="small" reason={reason} onClick={() => (reason === null ? onTry() : undefined)}>
            <FlaskConical aria-hidden />
            {trial === null ? 'Try' : 'Try again'}
          </Button>
        )}
      </h3>
      <output className={css.state}>
        {running
          ? `${TRIED} simulations are being run, and logLikelihood is checked where there is one …`
          : (problem ?? (stale ? 'Of the text before.' : ''))}
      </output>
      {trial === null ? (
        <p className={css.empty}>
          {TRIED} simulations at draws of the priors show what the simulator makes, what fails, and which parameters the
          data depend on.
        </p>
      ) : (
        <Tried trial={trial} />
      )}
    </section>
  );
}

function Tried({ trial }: { readonly trial: Trial }) {
  const { analysis } = trial;
  const { tried, failed, millisecondsEach, marks, chance, remarks, band } = analysis;
  return (
    <>
      <dl className={css.figures}>
        <Figure value={count(tried)} what="simulations" />
        <Figure value={`${short(millisecondsEach, 2)} ms`} what="each" />
        <Figure value={count(failed)} what="failed" />
      </dl>
      {band === null ? null : <BandFigure trial={trial} />}
      {marks.length === 0 || chance === null ? null : (
        <Card title="What each parameter changes">
          <ul className={css.marks}>
            {marks.map(({ key, strongest, p }) => (
              <li key={key}>
                <code>{key}</code>
                <span className={css.bar} aria-hidden>
                  <span style={{ width: `${100 * strongest}%` }} data-clear={p <= 0.01 || undefined} />
                  <span className={css.chance} style={{ left: `${100 * chance}%` }} />
                </span>
                <span>{strongest.toFixed(2)}</span>
              </li>
            ))}
          </ul>
          <p className={css.hint}>
            <Marked
              text={`Strongest rank correlation with the data, 0 to 1. Left of the dotted line (${chance.toFixed(2)}) it may be chance.`}
            />
          </p>
        </Card>
      )}
      <ul className={css.remarks}>
        {remarks.map((remark) => (
          <Remark key={remark.text} remark={remark} />
        ))}
      </ul>
    </>
  );
}

function Figure({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <div>
      <dd>{value}</dd>
      <dt>{what}</dt>
    </div>
  );
}

const signs = {
  good: { Icon: CircleCheck, name: 'Good:' },
  note: { Icon: Info, name: '' },
  warn: { Icon: TriangleAlert, name: 'Caution:' },
  bad: { Icon: CircleX, name: 'Problem:' },
} as const;

function Remark({ remark: { level, text } }: { readonly remark: TrialRemark }) {
  const { Icon, name } = signs[level];
  return (
    <li data-level={level}>
      <Icon size={15} aria-hidden />
      <span>
        {name === '' ? null : <Unseen>{name} </Unseen>}
        {text}
      </span>
    </li>
  );
}

function BandFigure({ trial: { script, analysis } }: { readonly trial: Trial }) {
  const theme = usePlotTheme();
  const { band, examples } = analysis;
  const data = useMemo((): ObservationData | null => {
    const view = scriptSystem(script).view({});
    if (band === null || examples.length === 0) return null;
    const values = Array.from(examples[0]);
    if (view.kind === 'image') return { view, values, prior: null, posterior: null, picture: null };
    const quantiles = [band.low90, band.low50, band.median, band.high50, band.high90];
    const prior = { kind: 'bands', levels: [0.05, 0.25, 0.5, 0.75, 0.95], quantiles } as const;
    return { view, values, prior, posterior: null, picture: null };
  }, [script, band, examples]);
  // All that the prior can produce, which a figure of an observation would cut down to what leaves the data readable.
  const range = useMemo(() => (data === null || isImage(data) ? null : wholeRange(data)), [data]);
  const figure = useCallback(
    (size: Size) =>
      data === null
        ? { data: [], layout: { ...size, margin: NO_MARGIN } }
        : observationFigure(data, { ...size, ...(range === null ? {} : { verticalRange: range }) }, theme),
    [data, range, theme],
  );
  if (data === null) return null;
  const image = isImage(data);
  const what = image
    ? 'The image of one simulation.'
    : 'The data of one simulation, and the range that nine in ten of all simulations lie in.';
  return (
    <Card title="What your prior can produce">
      <Chart
        figure={figure}
        name="prior-predictive"
        summary={what}
        className={css.chart}
        height={image ? (width) => imageHeight(data, width, theme.fontSize) : undefined}
      />
      <p className={css.hint}>{what}</p>
    </Card>
  );
}

const NO_MARGIN = { l: 0, r: 0, t: 0, b: 0 } as const;
