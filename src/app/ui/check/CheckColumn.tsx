/** Whether to believe it: learning, calibration, coverage, what the data can tell. Each ends in one sentence. */
import { ColumnHead } from '../controls/ColumnHead.tsx';
import { PanelList } from '../panels/PanelList.tsx';
import css from './CheckColumn.module.css';
import { MissingRows } from './MissingRows.tsx';

export function CheckColumn() {
  return (
    <div>
      <ColumnHead title="Check" />
      <MissingRows />
      <p className={css.falseAlarms}>
        Even for a perfect posterior, each check shows a caution in up to 5 % of cases and a problem in up to 1 %. With
        several checks side by side, a single caution is no surprise.
      </p>
      <div className={css.cards}>
        <PanelList column="check" />
      </div>
    </div>
  );
}
