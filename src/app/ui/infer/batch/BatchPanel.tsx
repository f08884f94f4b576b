/** Many observations from one file, answered by the one network: caterpillar plot and table of a quantity. */
import { X } from 'lucide-react';
import { useCallback } from 'react';
import { answerBatch, checkBatch } from '../../../actions/batchInference.ts';
import { markText } from '../../../../inference/correction/marks.ts';
import { wholeName } from '../../../../inference/study/wholeName.ts';
import { percent } from '../../../format/number.ts';
import { caterpillarFigure } from '../../../plots/caterpillarFigure.ts';
import { Chart } from '../../../plots/Chart.tsx';
import { striped } from '../../../plots/striped.ts';
import type { Size } from '../../../plots/types.ts';
import { patch } from '../../../store/appStore.ts';
import { useApp, useParts } from '../../hooks/hooks.ts';
import { usePlotTheme } from '../../hooks/usePlotTheme.ts';
import { ActionButton } from '../../controls/ActionButton.tsx';
import { IconButton } from '../../controls/IconButton.tsx';
import { ProgressBar } from '../../controls/ProgressBar.tsx';
import { Segmented } from '../../controls/Segmented.tsx';
import panel from '../InferColumn.module.css';
import css from './Batch.module.css';
import { BatchExports } from './BatchExports.tsx';
import { BatchInvitation } from './BatchInvitation.tsx';
import { BatchTable } from './BatchTable.tsx';
import { isStrange, type ShownRows } from '../../../readout/figures/batchRows.ts';
import { caption, standing, summary, verdictText } from '../../../readout/text/batchText.ts';
import { useBatchRows } from './useBatchRows.ts';
import { always, type Panel, type PanelProps } from '../../panels/panel.ts';

export const batchPanel: Panel = {
  id: 'batch',
  column: 'infer',
  title: 'Batch of observations',
  full: true,
  tab: { value: 'many', label: 'Batch' },
  offered: always,
  Component: BatchPanel,
};

function BatchPanel({ anchor, title }: PanelProps) {
  const shown = useBatchRows();
  return (
    <section className={panel.panel} aria-label={title} data-anchor={anchor}>
      {shown === null ? <BatchInvitation /> : <Answers shown={shown} />}
    </section>
  );
}

function Answers({ shown }: { readonly shown: ShownRows }) {
  const { store, session } = useParts();
  const theme = usePlotTheme();
  const name = useApp((state) => state.batch.file?.file ?? '');
  // Also after the message about the file has left: rows that are missing from the table are named here.
  const notices = useApp((state) => state.batch.file?.notices.join(' ') ?? '');
  const progress = useApp((state) => state.batch.progress);
  const checking = useApp((state) => state.batch.checking);
  const says = useApp(standing);
  const altered = useApp((state) => markText(state.batch.answers?.marks ?? []));
  const { quantities, quantity, rows } = shown;
  const figure = useCallback(
    (size: Size) => {
      const data = { quantity, ...rows.columns, order: rows.order, strange: (i: number) => isStrange(rows, i) };
      return striped((inner) => caterpillarFigure(data, inner, theme), size, altered, theme);
    },
    [quantity, rows, theme, altered],
  );
  const onPick = useCallback((place: number) => session.batch.show(rows.order[place - 1]), [session, rows]);
  return (
    <>
      <div className={css.head}>
        <p className={panel.what}>
          {name}: {says}
        </p>
        <div className={css.tools}>
          <ActionButton action={answerBatch} size="small" />
          <ActionButton action={checkBatch} size="small" />
          <IconButton icon={X} title="Close this batch" onClick={() => session.batch.close()} />
        </div>
      </div>
      {progress === null ? null : (
        <ProgressBar label="Posteriors computed" fraction={progress} text={percent(progress)} />
      )}
      {checking === null ? null : (
        <ProgressBar label="Posteriors checked" fraction={checking} text={percent(checking)} />
      )}
      <div className={css.quantity}>
        <Segmented
          label="Quantity of the table"
          value={quantity.key}
          options={quantities.map(({ key, symbol, label }) => ({
            value: key,
            label: symbol,
            help: `${wholeName({ key, symbol })}, ${label}`,
          }))}
          onChange={(key) => patch(store, 'batch', { quantity: key })}
        />
        <span>
          {quantity.label}
          {quantity.unit === '' ? '' : ` [${quantity.unit}]`}
        </span>
      </div>
      <Chart
        anchor="figure:batch"
        figure={figure}
        summary={summary(shown)}
        name="many"
        className={css.chart}
        onPick={onPick}
      />
      {notices === '' ? null : <p className={panel.what}>{notices}</p>}
      <p className={panel.what}>
        {caption(shown)} {verdictText(shown)} Click an observation, here or in the table, to see its posterior.
      </p>
      <BatchTable quantity={quantity} rows={rows} />
      <BatchExports />
    </>
  );
}
