/** What can be done about a posterior that a check has found wanting, each correction with what it gains on fresh data. */
import type { Correction } from '../../../inference/correction/posteriorTransform.ts';
import { tryCorrections } from '../../actions/checks.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Button } from '../controls/Button.tsx';
import { Card } from '../controls/Card.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import column from './CheckColumn.module.css';
import { ImportanceWeights } from './ImportanceWeights.tsx';
import { CorrectionByTraining } from './CorrectionByTraining.tsx';
import { correctionNames } from '../../readout/text/correctionNames.ts';
import { CorrectionTable } from './CorrectionTable.tsx';
import css from './TrustCards.module.css';
import { useApplying } from './useApplying.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

export const correctionPanel: Panel = {
  id: 'correction',
  column: 'check',
  full: true,
  title: 'Correct it',
  control: 'mending',
  offered: always,
  Component: CorrectionCard,
};

function CorrectionCard({ anchor, title }: PanelProps) {
  const session = useSession();
  const progress = useApp((state) => state.trust.correctionProgress);
  const report = useApp((state) => state.trust.corrections);
  const correction = useApp((state) => state.trust.transform.correction);
  const weighted = useApp((state) => state.trust.weightsInUse);
  const applying = useApplying();
  return (
    <Card
      className={`${column.card} ${css.stack}`}
      anchor={anchor}
      title={title}
      aside={inUseText(correction, weighted, applying)}
    >
      {report === null ? (
        <p className={column.empty}>
          Corrections that need no training are fitted on 500 fresh data sets and judged on 400 others.
        </p>
      ) : (
        <CorrectionTable />
      )}
      {correction === null ? null : (
        <Button size="small" onClick={() => session.trust.use(null)}>
          Undo the correction
        </Button>
      )}
      <ActionButton action={tryCorrections} size="small" />
      {progress === null ? null : <ProgressBar label="Trial of corrections" fraction={progress} />}
      <ImportanceWeights />
      <CorrectionByTraining />
    </Card>
  );
}

function inUseText(correction: Correction | null, weighted: boolean, applying: boolean): string | null {
  const names = [
    ...(correction === null ? [] : [correctionNames[correction.kind]]),
    ...(weighted ? ['Importance weights'] : []),
  ];
  return names.length === 0 ? null : `${names.join(', ')} ${applying ? 'being applied' : 'in use'}`;
}
