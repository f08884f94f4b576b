/** What a learner other than NPE has found, part by part: curves, bars in nats, numbers, and how far they can be believed. */
import { Fragment, useCallback } from 'react';
import type { Finding, FrameBar, FrameFigure, LearnerFrame } from '../../../inference/learners/learner.ts';
import { short } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { type CurvesData, curvesFigure } from '../../plots/curvesFigure.ts';
import type { Size } from '../../plots/types.ts';
import table from '../controls/Table.module.css';
import { truthOfRun } from '../../readout/network/truthOfRun.ts';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import { useApp } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import css from './LearntPanel.module.css';

export function Figures({ figures }: { readonly figures: readonly FrameFigure[] }) {
  const truth = useApp(truthOfRun);
  return (
    <div className={css.figures}>
      {figures.map(({ quantity, beside = false, ...figure }) => (
        <div key={figure.title} className={beside ? css.beside : css.alone}>
          <Curves title={figure.title} data={figure} truth={quantity === undefined ? undefined : truth?.[quantity]} />
        </div>
      ))}
    </div>
  );
}

interface CurvesProps {
  readonly title: string;
  readonly data: CurvesData;
  /** Of the coordinate. */
  readonly truth?: number | undefined;
}

export function Curves({ title, data, truth }: CurvesProps) {
  const theme = usePlotTheme();
  const figure = useCallback(
    (size: Size) => curvesFigure(truth === undefined ? data : { ...data, truth }, size, theme),
    [data, truth, theme],
  );
  const names = [...new Set(data.curves.map(({ name }) => name))].join(', ');
  return (
    <figure className={css.figure}>
      <figcaption className={css.title}>{title}</figcaption>
      <Chart
        figure={figure}
        name={title.toLowerCase().replaceAll(/\W+/g, '-')}
        className={css.chart}
        summary={`${names} against ${data.axes[0]}.${truth === undefined ? '' : ` True value: ${short(truth)}.`}`}
      />
    </figure>
  );
}

/** Rows of one group follow the row of its name. */
export function Bars({ title, bars }: NonNullable<LearnerFrame['bars']>) {
  const largest = Math.max(
    ...bars.flatMap(({ value, mark }) => [Math.abs(value), Math.abs(mark?.value ?? 0)]),
    Number.MIN_VALUE,
  );
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  return (
    <table className={`${table.table} ${css.bars}`}>
      <caption className={css.title}>
        {title}, nats: {short(total)} in all
      </caption>
      <tbody>
        {bars.map((bar, i) => (
          <Fragment key={bar.name}>
            {bar.group === undefined || bar.group === bars[i - 1]?.group ? null : (
              <tr>
                <th scope="rowgroup" colSpan={2} className={css.group}>
                  {bar.group}
                </th>
              </tr>
            )}
            <Bar bar={bar} largest={largest} />
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ bar: { name, value, mark }, largest }: { readonly bar: FrameBar; readonly largest: number }) {
  const share = (of: number) => `${(100 * Math.abs(of)) / largest}%`;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <div className={css.track}>
          <div className={css.bar} style={{ width: share(value) }} />
          {mark === undefined ? null : <div className={css.mark} style={{ left: share(mark.value) }} />}
        </div>
        {short(value)}
        {mark === undefined ? null : (
          <span className={css.marked}>
            {' '}
            ({mark.name}: {short(mark.value)})
          </span>
        )}
      </td>
    </tr>
  );
}

/** Bars of anything, with their standard deviations as text where a bar would show them. */
export function PlainBars({ title, bars }: NonNullable<Finding['bars']>) {
  const largest = Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <table className={`${table.table} ${css.bars}`}>
      <caption className={css.title}>{title}</caption>
      <tbody>
        {bars.map(({ name, value, sd }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <div className={css.track}>
                <div className={css.bar} style={{ width: `${(100 * Math.abs(value)) / largest}%` }} />
              </div>
              {short(value)}
              {sd === null || sd < 0.01 * largest ? '' : ` ± ${short(sd, 1)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Numbers({ numbers }: Pick<LearnerFrame, 'numbers'>) {
  return (
    <table className={table.table}>
      <tbody>
        {numbers.map(({ name, value, sd, unit }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {short(value)}
              {sd === null ? '' : ` ± ${short(sd)}`} {unit}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Remarks({ remarks }: Pick<Finding, 'remarks'>) {
  return (
    <div className={css.remarks}>
      {remarks.map((verdict) => (
        <VerdictLine key={verdict.sentence} verdict={verdict} />
      ))}
    </div>
  );
}
