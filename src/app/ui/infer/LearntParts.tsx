/** What a learner other than NPE has found, part by part: curves, bars in nats, numbers, and how far they can be believed. */
import { Fragment, useCallback } from 'react';
import type { Finding, FrameBar, FrameFigure, LearnerFrame } from '../../../inference/learners/learner.ts';
import { short } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { type CurvesData, curvesFigure } from '../../plots/curvesFigure.ts';
import type { Size } from '../../plots/types.ts';
import table from '../controls/Table.module.css';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import css from './LearntPanel.module.css';

export function Figures({ figures }: { readonly figures: readonly FrameFigure[] }) {
  return figures.map((figure) => <Curves key={figure.title} title={figure.title} data={figure} />);
}

export function Curves({ title, data }: { readonly title: string; readonly data: CurvesData }) {
  const theme = usePlotTheme();
  const figure = useCallback((size: Size) => curvesFigure(data, size, theme), [data, theme]);
  const names = data.curves.map(({ name }) => name).join(', ');
  return (
    <figure className={css.figure}>
      <figcaption className={css.title}>{title}</figcaption>
      <Chart
        figure={figure}
        name={title.toLowerCase().replaceAll(/\W+/g, '-')}
        className={css.chart}
        summary={`${names} against ${data.axes[0]}.`}
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
  return remarks.map((verdict) => <VerdictLine key={verdict.sentence} verdict={verdict} />);
}
