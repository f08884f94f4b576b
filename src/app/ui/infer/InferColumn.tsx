/** Box 2: the posterior, as a corner figure, as a ridge, or of many observations; or what another learner has found. */
import { patch } from '../../store/appStore.ts';
import { useApp, useFull, useParts } from '../hooks/hooks.ts';
import { Box } from '../controls/Box.tsx';
import { zoom } from '../../actions/page.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { useMedia } from '../shell/useMedia.ts';
import { PairsButton } from './PairsButton.tsx';
import { Lockable } from '../controls/Lockable.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { PanelList } from '../panels/PanelList.tsx';
import { panelPlaces } from '../panels/places.ts';
import { PriorConflict } from './PriorConflict.tsx';
import { SlowEngineBanner } from './SlowEngineBanner.tsx';
import { CompatibilityBanner } from './CompatibilityBanner.tsx';
import { UnusualBanner } from './UnusualBanner.tsx';

const tabs = Object.values(panelPlaces).flatMap(({ tab, full }) => (tab === undefined ? [] : [{ ...tab, full }]));

export function InferColumn() {
  const { store } = useParts();
  const tab = useApp((state) => state.view.inferTab);
  const hasPosterior = useApp(({ study }) => study.learner === undefined);
  const everything = useFull();
  // The way back stands beside the sentence that says so.
  const zoomed = useApp((state) => state.view.zoomed);
  const phone = useMedia('(max-width: 699px)');
  const offered = tabs.filter(({ value, full }) => everything || full === undefined || value === tab);
  const choice =
    hasPosterior && offered.length > 1 ? (
      <Lockable control="views">
        <Segmented
          label="View of the posterior"
          value={tab}
          options={offered}
          onChange={(inferTab) => patch(store, 'view', { inferTab })}
        />
      </Lockable>
    ) : null;
  // Where everything is in sight the posterior's own panel has them.
  const simpleTools =
    everything || !hasPosterior || tab !== 'posterior' ? null : phone ? (
      <PairsButton />
    ) : zoomed ? null : (
      <ActionButton action={zoom} look="quiet" size="small" iconOnly />
    );
  return (
    <Box number={2} title="What could have caused them" tools={choice ?? simpleTools}>
      <SlowEngineBanner />
      <CompatibilityBanner />
      {tab === 'many' ? null : (
        <>
          <UnusualBanner />
          <PriorConflict />
        </>
      )}
      <PanelList column="infer" />
    </Box>
  );
}
