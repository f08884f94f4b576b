/** What the user states of a table of simulations: names and priors of its parameters, each compared with the rows. */
import { useMemo, useState } from 'react';
import { jittered, type LeftOut } from '../../../inference/observation/preparedTable.ts';
import { problemOf } from '../../../inference/priors/prior.ts';
import { comparePrior } from '../../../inference/priors/rows/comparePrior.ts';
import type { Dependence } from '../../../inference/priors/rows/dependence.ts';
import { conditionsOf } from '../../../inference/simulators/table/preparation.ts';
import { heldOutRows } from '../../../inference/simulators/table/rowOrder.ts';
import { counted } from '../../../inference/simulators/table/tableSystem.ts';
import type { StatedParameter, TableChoices } from '../../../inference/study/table/describedTable.ts';
import { count } from '../../format/number.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import type { PendingTable } from '../../store/simulationsSlice.ts';
import { Button } from '../controls/Button.tsx';
import { Problem } from '../controls/Problem.tsx';
import { StatedParameterRow } from './StatedParameterRow.tsx';
import css from './SimulationsDialog.module.css';

interface Props {
  readonly pending: PendingTable;
  readonly leftOut: LeftOut;
}

export function Statement({ pending, leftOut }: Props) {
  const session = useSession();
  const problems = useApp((state) => state.simulations.problems);
  const { file, table, survey } = pending;
  const [stated, setStated] = useState<readonly StatedParameter[]>(() =>
    table.parameters.map((name, j) => ({ name, prior: survey.proposals[j].prior })),
  );
  const [jitter, setJitter] = useState(survey.whole);
  const spread = useMemo(() => jittered(table, jitter), [table, jitter]);
  const compared = stated.map(({ prior }, j) => {
    const proposal = survey.proposals[j];
    if (prior === proposal.prior && jitter === survey.whole) return proposal.comparison;
    return problemOf(prior) === null ? comparePrior(prior, spread.theta, stated.length, j) : null;
  });
  const refuted = compared.some((comparison) => comparison?.refuted);
  // A prior that was only guessed leads to nothing by itself: weighting to it is offered, and not first.
  const guessed = compared.some(
    (comparison, j) => comparison?.refuted && stated[j].prior === survey.proposals[j].prior,
  );
  const outside = compared.some((comparison) => (comparison?.outside ?? 0) > 0);
  const heldOut = heldOutRows(table.rows);
  const train = (choice: TableChoices['refuted']) => session.simulations.accept(stated, { jitter, refuted: choice });
  return (
    <>
      <p className={css.text}>
        {file}: {counted(table.rows, 'simulation')} of {counted(table.parameters.length, 'parameter')} and{' '}
        {counted(table.data.length, 'data value')}. {count(table.rows - heldOut)} are for training, {count(heldOut)} for
        checks.
      </p>
      {[...(table.notices ?? []), ...conditionsOf({ ...NOTHING_ELSE, ...leftOut }, [])].map((sentence) => (
        <p key={sentence} className={css.notice}>
          {sentence}
        </p>
      ))}
      <p className={css.text}>
        Tell us the prior that each parameter was drawn from; it cannot be read off the table reliably. These are
        guesses (the family that fits the rows best): please check them.
      </p>
      <ul className={css.list}>
        {stated.map((parameter, j) => (
          <StatedParameterRow
            // The order of the parameters is the table's: it does not change.
            key={table.parameters[j]}
            position={j + 1}
            parameter={parameter}
            table={spread}
            comparison={compared[j]}
            proposed={parameter.prior === survey.proposals[j].prior}
            jitter={survey.whole.includes(j) ? jitter.includes(j) : null}
            onJitter={(on) => setJitter(on ? [...jitter, j].toSorted((a, b) => a - b) : jitter.filter((k) => k !== j))}
            onChange={(next) => setStated(stated.with(j, next))}
          />
        ))}
      </ul>
      {survey.dependence.length === 0 ? null : (
        <p className={css.notice}>{dependenceText(survey.dependence, stated)}</p>
      )}
      {refuted ? (
        <p className={css.notice}>
          {survey.dependence.length === 0
            ? 'Weighting keeps each row with a probability proportional to stated density / density of the rows, so that the remaining rows follow the priors above, in training and in checks. '
            : ''}
          {outside
            ? ''
            : 'If you train anyway, the posterior is under the distribution of the rows, not under these priors.'}
        </p>
      ) : null}
      <Problem id="simulations-problems" text={problems.length === 0 ? null : problems.join(' ')} />
      <div className={css.buttons}>
        <Button onClick={() => session.simulations.dismiss()}>Cancel</Button>
        {refuted && !outside ? <Button onClick={() => train('anyway')}>Train anyway</Button> : null}
        {refuted && survey.dependence.length === 0 ? (
          <Button look={guessed ? 'plain' : 'primary'} onClick={() => train('weight')}>
            Weight the rows and train
          </Button>
        ) : (
          <Button look="primary" onClick={() => train('refuse')}>
            Train on these
          </Button>
        )}
      </div>
    </>
  );
}

const NOTHING_ELSE = { jittered: [], weighted: null, refuted: [], dependent: [] };

function dependenceText(
  [{ pair, correlation, of }, ...others]: readonly Dependence[],
  stated: readonly StatedParameter[],
) {
  const [a, b] = pair.map((j) => stated[j].name);
  const number = `rank correlation ${of === 'values' ? '' : 'of the distances from the median '}${correlation.toFixed(2)}`;
  const more = others.length === 0 ? '' : `, and neither are ${count(others.length)} other pairs`;
  return `${a} and ${b} are not independent in these rows (${number})${more}. Separate priors cannot express this: the posterior is under the joint prior of the rows, and rows are not weighted.`;
}
