/** Which engine runs, on the button of its menu, which is loaded when it is wanted (EnginePopover.tsx). */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { useApp, useHidden } from '../hooks/hooks.ts';
import type { EngineInfo } from '../../../worker/engine/engineInfo.ts';
import type { EngineStatus } from '../../store/engineSlice.ts';
import { useLatePopover } from '../controls/useLatePopover.ts';
import css from './EngineBadge.module.css';
import { engineInShort, engineInUse } from '../../readout/text/engineName.ts';

const load = () =>
  loadPart('tells of the engine', () => import('./EnginePopover.tsx')).then(({ EnginePopover }) => EnginePopover);

function statusLabel(status: EngineStatus, named: (info: EngineInfo) => string): string {
  if (status.kind === 'starting') return 'starting';
  if (status.kind === 'failed') return 'engine failed';
  return status.info === null ? 'no engine needed' : named(status.info);
}

export function EngineBadge() {
  const status = useApp((state) => state.engine.status);
  const { trigger, popover } = useLatePopover(load);
  const hidden = useHidden('engine');
  // A failed engine is started again here.
  if (hidden && status.kind !== 'failed') return null;
  return (
    <>
      <button
        {...trigger}
        className={css.badge}
        data-status={status.kind}
        aria-label={`Engine: ${statusLabel(status, engineInUse)}`}
      >
        <span className={css.dot} aria-hidden />
        <span className={css.label}>{statusLabel(status, engineInShort)}</span>
      </button>
      {popover === null ? null : <popover.Popover button={popover.button} onClose={popover.onClose} />}
    </>
  );
}
