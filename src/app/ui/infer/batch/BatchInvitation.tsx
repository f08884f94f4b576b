/** What the tab of many observations shows before there are any: what a file looks like, and an example of one. */
import { exampleBatch, tryExampleBatch } from '../../../actions/batchInference.ts';
import { useApp } from '../../hooks/hooks.ts';
import { ActionButton } from '../../controls/ActionButton.tsx';
import panel from '../InferColumn.module.css';
import css from './Batch.module.css';
import { type ColumnsSystem, type Design, hasColumns } from '../../../../inference/simulators/system.ts';
import { batchShapeText } from '../../../readout/text/fileText.ts';

export function BatchInvitation() {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  return (
    <div className={css.invitation}>
      <p>
        One network gives the posterior of any observation. Drop{' '}
        {hasColumns(system)
          ? 'a table with one row per observation anywhere on the page (CSV, JSON, NPY, NPZ or Parquet)'
          : 'an array with one observation after another anywhere on the page (NPY, NPZ or JSON)'}{' '}
        to get the posteriors of all of them.
      </p>
      <p className={panel.what}>
        {hasColumns(system) ? <Columns system={system} design={design} /> : batchShapeText(system, design)}
      </p>
      <div className={css.tools}>
        <ActionButton action={tryExampleBatch} size="small" />
        <ActionButton action={exampleBatch} size="small" look="quiet" />
      </div>
    </div>
  );
}

function Columns({ system, design }: { readonly system: ColumnsSystem; readonly design: Design }) {
  const columns = system.file.rows.columns(design);
  const truths = system.parameters(design).map(({ key }) => `truth_${key}`);
  const last = columns[columns.length - 1];
  return (
    <>
      Columns for this design:{' '}
      <code>
        {columns[0].name}
        {columns.length > 2 ? `, ${columns[1].name}, …` : ''}
        {columns.length > 1 ? `, ${last.name}` : ''}
      </code>
      {columns[0].unit === '' ? '' : ` [${columns[0].unit}]`} ({columns.length} values per row). Optional:{' '}
      <code>id</code>, and the true values <code>{truths.join(', ')}</code> for comparison.
    </>
  );
}
