/** The hero: the posterior (as a corner figure, as a ridge, or of many observations) above, the observation below. */
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { ColumnHead } from '../controls/ColumnHead.tsx';
import { Lockable } from '../controls/Lockable.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { PanelList } from '../panels/PanelList.tsx';
import { panelsOf } from '../panels/registry.ts';
import { FileRefusalLine } from './FileRefusalLine.tsx';
import css from './InferColumn.module.css';
import { PriorConflict } from './PriorConflict.tsx';
import { SlowEngineBanner } from './SlowEngineBanner.tsx';
import { CompatibilityBanner } from './CompatibilityBanner.tsx';
import { UnusualBanner } from './UnusualBanner.tsx';

const tabs = panelsOf('infer').flatMap(({ tab }) => tab ?? []);

export function InferColumn() {
  const { store } = useParts();
  const tab = useApp((state) => state.view.inferTab);
  const hasPosterior = useApp(({ study }) => study.learner === undefined);
  return (
    <div className={css.column}>
      <ColumnHead title="Infer">
        {hasPosterior ? (
          <Lockable control="views">
            <Segmented
              label="View of the posterior"
              value={tab}
              options={tabs}
              onChange={(inferTab) => patch(store, 'view', { inferTab })}
            />
          </Lockable>
        ) : null}
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
      <PanelList column="infer" />
    </div>
  );
}
