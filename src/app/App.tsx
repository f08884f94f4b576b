/** The page: header, messages, what it is, the boxes of the tool, and what lies over them. */
import { useDeferredValue, useEffect, useLayoutEffect } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { listenForShortcuts } from './actions/shortcuts.ts';
import css from './App.module.css';
import { isPictured, uncover } from './browser/uncover.ts';
import { detailOf, isColumnHidden } from './store/controls.ts';
import type { AppParts } from './session/appParts.ts';
import { AppContext, useApp, useParts } from './ui/hooks/hooks.ts';
import { useFollowSystemTheme } from './ui/hooks/usePlotTheme.ts';
import { AssumeColumn } from './ui/assume/AssumeColumn.tsx';
import { DataBox } from './ui/data/DataBox.tsx';
import { CheckColumn } from './ui/check/CheckColumn.tsx';
import { BridgeStrip } from './ui/bridge/BridgeStrip.tsx';
import { Box } from './ui/controls/Box.tsx';
import { Header } from './ui/header/Header.tsx';
import { InferColumn } from './ui/infer/InferColumn.tsx';
import { LessonPlace } from './ui/lessons/LessonPlace.tsx';
import { useLoadingPanels } from './ui/panels/knownPanels.ts';
import { Reading } from './ui/reading/Reading.tsx';
import { ColumnFailure } from './ui/shell/ColumnFailure.tsx';
import { ColumnTabs } from './ui/shell/ColumnTabs.tsx';
import { Introduction } from './ui/shell/Introduction.tsx';
import { Messages } from './ui/shell/Messages.tsx';
import { Overlays } from './ui/shell/Overlays.tsx';
import { useInBuild, useMedia } from './ui/shell/useMedia.ts';

/** The picture of the opening example stands no longer than that over the page, ms; */
const LATEST = 5000;
/** and not over what a hand does to the page beneath it. */
const TOUCHES = ['pointerdown', 'keydown', 'click', 'drop'];

/** Its frame stands from the start. */
const CHECK = { number: 3, title: 'Can you trust it?' } as const;

const columns = [
  // `tab`: what a phone shows together.
  { id: 'assume', tab: 'assume', Column: AssumeColumn },
  { id: 'data', tab: 'infer', Column: DataBox },
  { id: 'infer', tab: 'infer', Column: InferColumn },
  { id: 'check', tab: 'check', Column: CheckColumn },
] as const;

export function App({ parts }: { readonly parts: AppParts }) {
  return (
    <AppContext value={parts}>
      <Page />
    </AppContext>
  );
}

function Page() {
  const parts = useParts();
  const phone = useMedia('(max-width: 699px)');
  const column = useApp((state) => state.view.column);
  const hidden = useApp((state) => state.view.hidden);
  const detail = useApp(({ view }) => detailOf(view));
  // A lecture draws its one panel itself, large.
  const lecture = useApp(({ lesson }) => lesson.open?.lecture === true);
  const present = lecture ? [] : columns.filter(({ tab }) => !isColumnHidden(tab, hidden));
  const shown = present.some(({ tab }) => tab === column) ? column : 'infer';
  // The posterior and the sliders come first: the rest is rendered in slices, between which they can be drawn and moved.
  const rest = useDeferredValue(true, false);
  const inBuild = useInBuild();
  useFollowSystemTheme();
  useLoadingPanels();
  useEffect(() => listenForShortcuts(parts), [parts]);
  // The posterior takes the place of its picture (Chart.tsx); if it does not come, the page does.
  // With the page itself, not in a later frame: until then everything is there twice.
  useLayoutEffect(() => {
    if (!isPictured()) uncover();
    const late = setTimeout(uncover, LATEST);
    for (const kind of TOUCHES) window.addEventListener(kind, uncover, { capture: true, passive: true });
    return () => {
      clearTimeout(late);
      for (const kind of TOUCHES) window.removeEventListener(kind, uncover, { capture: true });
    };
  }, []);
  return (
    <>
      <div className={css.tool}>
        <Header />
        <Messages />
        <BridgeStrip />
        <div className={css.workspace}>
          <LessonPlace />
          <div className={css.stage}>
            <div className={css.inner}>
              {phone && shown !== 'infer' ? null : <Introduction />}
              <main className={css.columns} data-columns={present.map(({ id }) => id).join(' ')} data-detail={detail}>
                {present
                  .filter(({ tab }) => !phone || tab === shown)
                  .map(({ id, Column }) => (
                    <div key={id} className={css[id]} id={`column-${id}`}>
                      <ErrorBoundary FallbackComponent={ColumnFailure}>
                        {rest || inBuild || id !== 'check' || id === shown ? <Column /> : <Box {...CHECK}>{null}</Box>}
                      </ErrorBoundary>
                    </div>
                  ))}
              </main>
            </div>
          </div>
        </div>
        {phone ? <ColumnTabs /> : null}
      </div>
      {rest || inBuild ? <Reading /> : null}
      {rest ? <Overlays /> : null}
    </>
  );
}
