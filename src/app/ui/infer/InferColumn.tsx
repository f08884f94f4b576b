/** The hero: the posterior (as a corner figure, as a ridge, or of many observations) above, the observation below. */
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { ColumnHead } from '../controls/ColumnHead.tsx';
import { Lockable } from '../controls/Lockable.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { CornerPanel } from './CornerPanel.tsx';
import { FileRefusalLine } from './FileRefusalLine.tsx';
import css from './InferColumn.module.css';
import { BatchPanel } from './batch/BatchPanel.tsx';
import { ObservationPanel } from './ObservationPanel.tsx';
import { PinnedRuns } from './PinnedRuns.tsx';
import { RidgePanel } from './RidgePanel.tsx';
import { PriorConflict } from './PriorConflict.tsx';
import { SlowEngineBanner } from './SlowEngineBanner.tsx';
import { CompatibilityBanner } from './CompatibilityBanner.tsx';
import { UnusualBanner } from './UnusualBanner.tsx';

const panels = { posterior: CornerPanel, ridge: RidgePanel, many: BatchPanel } as const;

const tabs = [
  { value: 'posterior', label: 'Posterior' },
  { value: 'ridge', label: 'Ridge' },
  { value: 'many', label: 'Batch' },
] as const;

export function InferColumn() {
  const { store } = useParts();
  const tab = useApp((state) => state.view.inferTab);
  const Panel = panels[tab];
  return (
    <div className={css.column}>
      <ColumnHead title="Infer">
        <Lockable control="views">
          <Segmented
            label="View of the posterior"
            value={tab}
            options={tabs}
            onChange={(inferTab) => patch(store, 'view', { inferTab })}
          />
        </Lockable>
      </ColumnHead>
      <SlowEngineBanner />
      <CompatibilityBanner />
      {tab === 'many' ? null : (
        <>
          <UnusualBanner />
          <PriorConflict />
        </>
      )}
      <FileRefusalLine />
      <Panel />
      <PinnedRuns />
      <ObservationPanel />
    </div>
  );
}
