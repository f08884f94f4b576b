/** All that a table of simulations cannot be trained on, at once, and a button that leaves it out. */
import { flawSentences } from '../../../inference/observation/tableFlaws.ts';
import { useSession } from '../hooks/hooks.ts';
import type { PendingTable } from '../../store/simulationsSlice.ts';
import { Button } from '../controls/Button.tsx';
import css from './SimulationsDialog.module.css';

export function FlawsOfTable({ pending }: { readonly pending: PendingTable }) {
  const session = useSession();
  const { file, table, survey } = pending;
  return (
    <>
      <p className={css.text}>Not all of {file} can be trained on:</p>
      <ul className={css.flaws}>
        {flawSentences(table, survey.flaws).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {survey.flaws.rows.length === 0 ? null : (
        <p className={css.text}>
          Without the failed simulations, the posterior is conditional on a simulation that does not fail. If failing
          depends on the parameters, that is not the posterior under your prior.
        </p>
      )}
      <div className={css.buttons}>
        <Button onClick={() => session.simulations.dismiss()}>Cancel</Button>
        <Button look="primary" onClick={() => session.simulations.leaveOut()}>
          Leave these out
        </Button>
      </div>
    </>
  );
}
