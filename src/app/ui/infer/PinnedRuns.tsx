/** Pinned runs beside the present one: what differs, and the numbers that each is judged by. Nothing while none is pinned. */
import { useApp, useSession, useTelemetry } from '../hooks/hooks.ts';
import { Card } from '../controls/Card.tsx';
import table from '../controls/Table.module.css';
import { Unseen } from '../controls/Unseen.tsx';
import { PinnedRow } from './PinnedRow.tsx';
import { RunCells } from './RunCells.tsx';
import { Term } from '../words/Term.tsx';
import css from './PinnedRuns.module.css';
import type { Panel, PanelProps } from '../panels/panel.ts';

export const pinnedRunsPanel: Panel = {
  id: 'pinned-runs',
  column: 'infer',
  title: 'Pinned runs',
  offered: ({ pins }) => pins.pins.length > 0 || 'No run is pinned.',
  Component: PinnedRuns,
};

function PinnedRuns({ anchor, title }: PanelProps) {
  const pins = useApp((state) => state.pins.pins);
  return (
    <Card anchor={anchor} title={title} className={css.card}>
      <table className={`${table.table} ${css.runs}`}>
        <thead>
          <tr>
            <th scope="col">run</th>
            <th scope="col">
              <Term name="validation-loss">loss</Term>
            </th>
            <th scope="col">
              <Term name="distance">distance</Term> [sd]
            </th>
            <th scope="col">
              <Term name="sbc">SBC</Term>
            </th>
            <th scope="col">time</th>
            <th scope="col">
              <Unseen>actions</Unseen>
            </th>
          </tr>
        </thead>
        <tbody>
          <PresentRow />
        </tbody>
        {pins.map((pin) => (
          <PinnedRow key={pin.id} pin={pin} />
        ))}
      </table>
    </Card>
  );
}

function PresentRow() {
  const session = useSession();
  useApp((state) => state.results);
  useTelemetry((state) => state.validation);
  useTelemetry((state) => state.calibration);
  return (
    <tr>
      <th scope="row">now</th>
      <RunCells numbers={session.comparison.numbers()} />
      <td>{'\u00a0'}</td>
    </tr>
  );
}
