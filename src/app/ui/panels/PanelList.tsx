/** The panels of a column. Neighbours that a link hides or locks together are locked in one group. */
import { Fragment, useMemo } from 'react';
import type { ControlName } from '../../../inference/study/document/view.ts';
import type { Box } from '../../store/viewSlice.ts';
import { Lockable } from '../controls/Lockable.tsx';
import { useApp, useFull } from '../hooks/hooks.ts';
import type { Panel } from './panel.ts';
import css from './PanelList.module.css';
import { PanelView } from './PanelView.tsx';
import { usePanels, usePanelsAwaited } from './knownPanels.ts';

interface Group {
  /** The same before and after further panels have come. */
  readonly key: string;
  readonly control: ControlName | undefined;
  readonly panels: readonly Panel[];
}

export function PanelList({ column }: { readonly column: Box }) {
  const shown = useApp((state) => state.view.inferTab);
  const everything = useFull();
  const all = usePanels();
  const awaited = usePanelsAwaited();
  const own = useMemo(() => all.filter((panel) => panel.column === column), [all, column]);
  const groups = useMemo(() => grouped(own), [own]);
  // Of a group without any of its panels nothing is said to be locked.
  const offered = useApp((state) =>
    own
      .filter((panel) => panel.tab !== undefined || panel.offered(state) === true)
      .map(({ id }) => id)
      .join(' '),
  ).split(' ');
  const views = groups.map(({ key, control, panels }) => {
    const shownHere = panels
      .filter(({ id }) => offered.includes(id))
      .filter(({ tab, full }) => (tab === undefined ? everything || full === undefined : tab.value === shown))
      .map((panel) => <PanelView key={panel.id} panel={panel} />);
    if (shownHere.length === 0) return null;
    if (control === undefined) return <Fragment key={key}>{shownHere}</Fragment>;
    return (
      <Lockable key={key} control={control}>
        {shownHere}
      </Lockable>
    );
  });
  return (
    <>
      {views}
      {awaited ? <p className={css.awaited}>The rest of this box is being loaded.</p> : null}
    </>
  );
}

function grouped(panels: readonly Panel[]): Group[] {
  const groups: { key: string; control: ControlName | undefined; panels: Panel[] }[] = [];
  for (const panel of panels) {
    const last = groups.at(-1);
    if (last !== undefined && last.control === panel.control) last.panels.push(panel);
    else {
      const before = groups.filter(({ control }) => control === panel.control).length;
      groups.push({ key: `${panel.control ?? 'free'}-${before}`, control: panel.control, panels: [panel] });
    }
  }
  return groups;
}
