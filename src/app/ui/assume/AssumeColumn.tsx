/** What the user assumes: priors, nuisances, design, training. Built from the system's own description, whatever it is. */
import { restoreDefaults } from '../../actions/page.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { ColumnHead } from '../controls/ColumnHead.tsx';
import { PanelList } from '../panels/PanelList.tsx';
import css from './AssumeColumn.module.css';

export function AssumeColumn() {
  return (
    <div className={css.column}>
      <ColumnHead title="Assume">
        <ActionButton action={restoreDefaults} look="quiet" size="small" />
      </ColumnHead>
      <div className={css.cards}>
        <PanelList column="assume" />
      </div>
    </div>
  );
}
