/** The systems to choose from: a picture, a line, a story each. */
import { systemActions } from '../../actions/page.ts';
import { keyName } from '../../actions/registry.ts';
import { systems } from '../../../inference/simulators/registry.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../../store/hooks.ts';
import { Sheet } from '../controls/Sheet.tsx';
import css from './SystemGallery.module.css';
import { SystemThumbnail } from './SystemThumbnail.tsx';

export function SystemGallery() {
  const parts = useParts();
  const open = useApp((state) => state.view.sheet === 'systems');
  const current = useApp((state) => state.study.system.id);
  return (
    <Sheet open={open} wide title="Choose a system" onClose={() => patch(parts.store, 'view', { sheet: null })}>
      <ul className={css.gallery}>
        {systems.map((system, i) => {
          const { shortcut, perform } = systemActions[i];
          return (
            <li key={system.id}>
              <button
                type="button"
                className={css.system}
                aria-current={system.id === current ? 'true' : undefined}
                onClick={() => perform(parts)}
              >
                <SystemThumbnail path={system.thumbnail} className={css.thumbnail} />
                <span className={css.name}>
                  {system.name}
                  {shortcut === null ? null : <kbd>{keyName(shortcut)}</kbd>}
                </span>
                <span className={css.tagline}>{system.tagline}</span>
                <span className={css.story}>{system.story}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}
