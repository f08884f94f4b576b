/** Says which table a study that was opened again was trained on: training and checks wait for its rows. */
import { pairsObstacle } from '../../readout/network/obstacles.ts';
import { useApp } from '../hooks/hooks.ts';
import { OpenTable } from '../simulations/OpenTable.tsx';
import css from './CheckColumn.module.css';

export function MissingRows() {
  const sentence = useApp(pairsObstacle);
  if (sentence === null) return null;
  return (
    <div className={css.missing} role="note">
      <p>{sentence}</p>
      <OpenTable label="Open the table" />
    </div>
  );
}
