/** The systems to choose from, in their groups: a picture, a line, a story each. */
import type { System } from '../../../inference/simulators/system.ts';
import { systemAction } from '../../actions/page.ts';
import { performOrExplain } from '../../actions/perform.ts';
import { isHeard, keyName } from '../../actions/registry.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { OwnDoors } from '../own/OwnDoors.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './SystemGallery.module.css';
import { SystemThumbnail } from './SystemThumbnail.tsx';
import { YourSimulations } from './YourSimulations.tsx';

const groups = [
  { group: 'cosmos', title: 'Cosmos' },
  { group: 'life', title: 'Life' },
  { group: 'matter', title: 'Matter' },
  { group: 'benchmarks', title: 'Public benchmark tasks' },
] as const satisfies readonly { readonly group: System['group']; readonly title: string }[];

export function SystemGallery() {
  const parts = useParts();
  const open = useApp((state) => state.view.sheet === 'systems');
  const current = useApp((state) => state.study.system.id);
  const singleKeys = useApp((state) => state.view.singleKeys);
  return (
    <Sheet open={open} wide title="Choose a system" onClose={() => patch(parts.store, 'view', { sheet: null })}>
      {groups.map(({ group, title }) => (
        <section key={group} aria-label={title} className={css.group}>
          <h3 className={`${sheet.title} ${css.groupTitle}`}>{title}</h3>
          <ul className={css.gallery}>
            {parts.catalogue.listed.map((system, i) => {
              if (system.group !== group) return null;
              const action = systemAction(system, i);
              const { id, shortcut } = action;
              return (
                <li key={system.id}>
                  <button
                    type="button"
                    className={css.system}
                    data-anchor={anchorOf({ kind: 'action', name: id })}
                    aria-current={system.id === current ? 'true' : undefined}
                    onClick={() => performOrExplain(action, parts)}
                  >
                    <SystemThumbnail path={system.thumbnail} className={css.thumbnail} />
                    <span className={css.name}>
                      {system.name}
                      {shortcut === null || !isHeard(shortcut, singleKeys) ? null : <kbd>{keyName(shortcut)}</kbd>}
                    </span>
                    <span className={css.tagline}>{system.tagline}</span>
                    <span className={css.story}>{system.story}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      <OwnDoors />
      <YourSimulations />
    </Sheet>
  );
}
