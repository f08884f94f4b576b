/**
 * The page for an iframe: transport, posterior, observation, one check, and the way to the whole page. Its link hides and locks
 * as the page's does; `hide=observation` and `hide=check` leave the posterior alone.
 */
import { ExternalLink } from 'lucide-react';
import { ErrorBoundary } from 'react-error-boundary';
import { isRemote } from '../inference/simulators/remote/remoteSystem.ts';
import { writeLink } from '../inference/study/link/writeLink.ts';
import { reset, trainOrPause } from './actions/training.ts';
import css from './EmbeddedApp.module.css';
import type { AppParts } from './session/appParts.ts';
import { AppContext, useApp, useHidden, useParts } from './ui/hooks/hooks.ts';
import { documentOf } from './readout/network/pageDocument.ts';
import { useFollowSystemTheme } from './ui/hooks/usePlotTheme.ts';
import { calibrationPanel } from './ui/check/CalibrationCard.tsx';
import { ActionButton } from './ui/controls/ActionButton.tsx';
import { Lockable } from './ui/controls/Lockable.tsx';
import { Progress } from './ui/header/Progress.tsx';
import { posteriorPanel } from './ui/infer/CornerPanel.tsx';
import { observationPanel } from './ui/data/ObservationPanel.tsx';
import { pinnedRunsPanel } from './ui/infer/PinnedRuns.tsx';
import { ridgePanel } from './ui/infer/RidgePanel.tsx';
import { SlowEngineBanner } from './ui/infer/SlowEngineBanner.tsx';
import { CompatibilityBanner } from './ui/infer/CompatibilityBanner.tsx';
import { BridgeStrip } from './ui/bridge/BridgeStrip.tsx';
import { PendingScriptDialog } from './ui/own/PendingScriptDialog.tsx';
import { PanelView } from './ui/panels/PanelView.tsx';
import { ClassNote } from './ui/share/ClassNote.tsx';
import { ColumnFailure } from './ui/shell/ColumnFailure.tsx';
import { Messages } from './ui/shell/Messages.tsx';

export function EmbeddedApp({ parts }: { readonly parts: AppParts }) {
  return (
    <AppContext value={parts}>
      <EmbeddedPage />
    </AppContext>
  );
}

function EmbeddedPage() {
  useFollowSystemTheme();
  const ridge = useApp((state) => state.view.inferTab === 'ridge');
  const withoutData = useHidden('observation');
  return (
    <div className={css.page}>
      <header className={css.head}>
        <ActionButton action={trainOrPause} look="primary" size="small" />
        <ActionButton action={reset} size="small" iconOnly />
        <Progress />
        <WholePageLink />
      </header>
      <Messages />
      <BridgeStrip embedded />
      <main className={css.main}>
        <ErrorBoundary FallbackComponent={ColumnFailure}>
          <ClassNote />
          <SlowEngineBanner />
          <CompatibilityBanner />
          <PanelView embedded panel={ridge ? ridgePanel : posteriorPanel} />
          <PanelView embedded panel={pinnedRunsPanel} />
          {withoutData ? null : <PanelView embedded panel={observationPanel} />}
          <Lockable control="check">
            <PanelView embedded panel={calibrationPanel} />
          </Lockable>
        </ErrorBoundary>
      </main>
      <PendingScriptDialog />
    </div>
  );
}

/** With everything free: the reader has left the text that it was embedded in. */
function WholePageLink() {
  const { catalogue, store, session } = useParts();
  const name = useApp((state) => state.study.system.name);
  const open = (anchor: HTMLAnchorElement) => {
    const { pending } = store.getState().own;
    // What this small page only shows, the whole page shows and runs.
    if (pending !== null && 'link' in pending.from) {
      anchor.hash = pending.from.link;
      return;
    }
    const bridge = session.bridge.link();
    if (bridge !== null && isRemote(store.getState().study.system.id)) {
      anchor.hash = bridge;
      return;
    }
    const { study, observation, view } = documentOf(store.getState());
    const freed = view === null ? null : { ...view, hidden: [], locked: [] };
    anchor.hash = writeLink({ study, observation, view: freed }, catalogue);
  };
  return (
    <a
      className={css.whole}
      href="./index.html"
      target="_blank"
      rel="noopener"
      title={`Open ${name} in Posterior Playground`}
      onClick={(event) => open(event.currentTarget)}
    >
      Open in Posterior Playground
      <ExternalLink aria-hidden size={13} />
    </a>
  );
}
