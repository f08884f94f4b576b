/** The panels of a column. Neighbours that a link hides or locks together are locked in one group. */
import { Fragment } from 'react';
import type { ControlName } from '../../../inference/study/document/view.ts';
import type { Box } from '../../store/viewSlice.ts';
import { Lockable } from '../controls/Lockable.tsx';
import { useApp, useFull } from '../hooks/hooks.ts';
import type { Panel } from './panel.ts';
import { PanelView } from './PanelView.tsx';
import { panelsOf } from './registry.ts';

const groups: Readonly<Record<Box, readonly Group[]>> = {
  assume: grouped(panelsOf('assume')),
  data: grouped(panelsOf('data')),
  infer: grouped(panelsOf('infer')),
  check: grouped(panelsOf('check')),
};

interface Group {
  readonly control: ControlName | undefined;
  readonly panels: readonly Panel[];
}

export function PanelList({ column }: { readonly column: Box }) {
  const shown = useApp((state) => state.view.inferTab);
  const everything = useFull();
  // Of a group without any of its panels nothing is said to be locked.
  const offered = useApp((state) =>
    panelsOf(column)
      .filter((panel) => panel.tab !== undefined || panel.offered(state) === true)
      .map(({ id }) => id)
      .join(' '),
  ).split(' ');
  return groups[column].map(({ control, panels }) => {
    const views = panels
      .filter(({ id }) => offered.includes(id))
      .filter(({ tab, full }) => (tab === undefined ? everything || full === undefined : tab.value === shown))
      .map((panel) => <PanelView key={panel.id} panel={panel} />);
    if (views.length === 0) return null;
    const key = panels[0].id;
    if (control === undefined) return <Fragment key={key}>{views}</Fragment>;
    return (
      <Lockable key={key} control={control}>
        {views}
      </Lockable>
    );
  });
}

function grouped(panels: readonly Panel[]): Group[] {
  const groups: { control: ControlName | undefined; panels: Panel[] }[] = [];
  for (const panel of panels) {
    const last = groups.at(-1);
    if (last !== undefined && last.control === panel.control) last.panels.push(panel);
    else groups.push({ control: panel.control, panels: [panel] });
  }
  return groups;
}
