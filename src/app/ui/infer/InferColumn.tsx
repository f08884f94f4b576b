/** The hero: the posterior (as a corner figure or as a ridge) above, the observation below. */
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../../store/hooks.ts';
import { ColumnHead } from '../controls/ColumnHead.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { CornerPanel } from './CornerPanel.tsx';
import { FileRefusalLine } from './FileRefusalLine.tsx';
import css from './InferColumn.module.css';
import { ObservationPanel } from './ObservationPanel.tsx';
import { RidgePanel } from './RidgePanel.tsx';
import { StandingBanner } from './StandingBanner.tsx';

const tabs = [
  { value: 'posterior', label: 'Posterior' },
  { value: 'ridge', label: 'Ridge' },
] as const;

export function InferColumn() {
  const { store } = useParts();
  const tab = useApp((state) => state.view.inferTab);
  return (
    <div className={css.column}>
      <ColumnHead title="Infer">
        <Segmented
          label="View of the posterior"
          value={tab}
          options={tabs}
          onChange={(inferTab) => patch(store, 'view', { inferTab })}
        />
      </ColumnHead>
      <StandingBanner />
      <FileRefusalLine />
      {tab === 'posterior' ? <CornerPanel /> : <RidgePanel />}
      <ObservationPanel />
    </div>
  );
}
