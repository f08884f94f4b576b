/** The sheet of everything that can be taken away: a line each, with a button for every format. */
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import type { ExportGroup } from '../../session/exporting/export.ts';
import { exportGroups, exports } from '../../export/exports.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useStripe } from '../infer/useStripe.ts';
import { DrawsBox } from './DrawsBox.tsx';
import { ExportLine } from './ExportLine.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Export.module.css';
import { useObstacles } from './useObstacles.ts';

export function ExportSheet() {
  const { store, session } = useParts();
  const open = useApp((state) => state.view.sheet === 'take-away');
  const close = () => {
    session.exporting.cancel();
    patch(store, 'view', { sheet: null });
  };
  return (
    <Sheet open={open} wide title="Export" onClose={close}>
      {open ? <ExportList /> : null}
    </Sheet>
  );
}

function ExportList() {
  const groups = (Object.keys(exportGroups) as ExportGroup[]).filter((group) =>
    exports.some((entry) => entry.group === group),
  );
  const { stripe } = useStripe();
  return (
    <div className={css.groups}>
      {stripe === null ? null : (
        <p className={css.reason} role="note">
          {stripe}. The files say so as well.
        </p>
      )}
      {groups.map((group) => (
        <Group key={group} group={group} />
      ))}
    </div>
  );
}

function Group({ group }: { readonly group: ExportGroup }) {
  const entries = exports.filter((entry) => entry.group === group);
  const labels = [...new Set(entries.map(({ label }) => label))];
  const obstacles = useObstacles(entries);
  const shared = obstacles.length === 1;
  return (
    <section aria-label={exportGroups[group]}>
      <div className={sheet.head}>
        <h3 className={sheet.title}>{exportGroups[group]}</h3>
        {group === 'posterior' ? <DrawsBox /> : null}
      </div>
      {shared ? <p className={css.reason}>{obstacles[0]}</p> : null}
      <ul>
        {labels.map((label) => (
          <ExportLine key={label} entries={entries.filter((entry) => entry.label === label)} explained={shared} />
        ))}
      </ul>
    </section>
  );
}
