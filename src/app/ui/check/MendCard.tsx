/** What can be done about a posterior that a check has found wanting, each mend with what it gains on fresh data. */
import type { Mend } from '../../../inference/mending/altered.ts';
import { tryMends } from '../../actions/checks.ts';
import { useApp, useSession } from '../../store/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Button } from '../controls/Button.tsx';
import { Card } from '../controls/Card.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import column from './CheckColumn.module.css';
import { ImportanceWeights } from './ImportanceWeights.tsx';
import { MendByTraining } from './MendByTraining.tsx';
import { mendNames } from './mendNames.ts';
import { MendTable } from './MendTable.tsx';
import css from './TrustCards.module.css';
import { useApplying } from './useApplying.ts';

export function MendCard() {
  const session = useSession();
  const progress = useApp((state) => state.trust.mendProgress);
  const report = useApp((state) => state.trust.mends);
  const mend = useApp((state) => state.trust.alteration.mend);
  const weighted = useApp((state) => state.trust.weightsInUse);
  const applying = useApplying();
  return (
    <Card className={`${column.card} ${css.stack}`} title="Correct it" aside={inUseText(mend, weighted, applying)}>
      {report === null ? (
        <p className={column.empty}>
          Corrections that need no training are fitted on 500 fresh data sets and judged on 400 others.
        </p>
      ) : (
        <MendTable />
      )}
      {mend === null ? null : (
        <Button size="small" onClick={() => session.trust.use(null)}>
          Undo the correction
        </Button>
      )}
      <ActionButton action={tryMends} size="small" />
      {progress === null ? null : <ProgressBar label="Trial of corrections" fraction={progress} />}
      <ImportanceWeights />
      <MendByTraining />
    </Card>
  );
}

function inUseText(mend: Mend | null, weighted: boolean, applying: boolean): string | null {
  const names = [...(mend === null ? [] : [mendNames[mend.kind]]), ...(weighted ? ['Importance weights'] : [])];
  return names.length === 0 ? null : `${names.join(', ')} ${applying ? 'being applied' : 'in use'}`;
}
