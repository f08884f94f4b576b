/** A table of simulations has come: the names of its parameters, and the priors that its rows were drawn under. */
import { useState } from 'react';
import type { SimulatedTable } from '../../../inference/observation/simulatedTable.ts';
import { heldOutRows } from '../../../inference/simulators/table/rowOrder.ts';
import { proposedPrior, type StatedParameter } from '../../../inference/study/describedTable.ts';
import { count } from '../../format/number.ts';
import { useApp, useSession } from '../../store/hooks.ts';
import { Button } from '../controls/Button.tsx';
import { Problem } from '../controls/Problem.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { StatedParameterRow } from './StatedParameterRow.tsx';
import css from './SimulationsDialog.module.css';

export function SimulationsDialog() {
  const session = useSession();
  const pending = useApp((state) => state.simulations.pending);
  return (
    <Sheet
      open={pending !== null}
      wide
      title="Train on these simulations"
      onClose={() => session.simulations.dismiss()}
    >
      {pending === null ? null : <Statement file={pending.file} table={pending.table} />}
    </Sheet>
  );
}

function Statement({ file, table }: { readonly file: string; readonly table: SimulatedTable }) {
  const session = useSession();
  const problems = useApp((state) => state.simulations.problems);
  const [stated, setStated] = useState<readonly StatedParameter[]>(() =>
    table.parameters.map((name, j) => ({ name, prior: proposedPrior(table, j) })),
  );
  const heldOut = heldOutRows(table.rows);
  return (
    <>
      <p className={css.text}>
        {file}: {count(table.rows)} simulations of {count(table.parameters.length)} parameters and{' '}
        {count(table.data.length)} data values. {count(table.rows - heldOut)} train the network, {count(heldOut)} are
        kept to check it.
      </p>
      <p className={css.text}>
        State the prior that each parameter was drawn under: the posterior is under that prior, which the rows alone do
        not tell. What stands here is only the range of the rows, rounded outwards.
      </p>
      <ul className={css.list}>
        {stated.map((parameter, j) => (
          <StatedParameterRow
            // The order of the parameters is the table's: it does not change.
            key={table.parameters[j]}
            position={j + 1}
            parameter={parameter}
            onChange={(next) => setStated(stated.with(j, next))}
          />
        ))}
      </ul>
      <Problem id="simulations-problems" text={problems.length === 0 ? null : problems.join(' ')} />
      <div className={css.buttons}>
        <Button onClick={() => session.simulations.dismiss()}>Cancel</Button>
        <Button look="primary" onClick={() => session.simulations.accept(stated)}>
          Train on them
        </Button>
      </div>
    </>
  );
}
