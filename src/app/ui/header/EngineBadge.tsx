/** Which engine runs, and a menu: why this one, what the others would take, and a choice. */
import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import { useApp, useHidden, useSession } from '../hooks/hooks.ts';
import type { EngineChoice, EngineInfo } from '../../../worker/engine/engineInfo.ts';
import type { EngineStatus } from '../../store/engineSlice.ts';
import { Button } from '../controls/Button.tsx';
import css from './EngineBadge.module.css';
import { EngineMenu } from './EngineMenu.tsx';
import { engineInShort, engineInUse } from '../../readout/text/engineName.ts';

function statusLabel(status: EngineStatus, named: (info: EngineInfo) => string): string {
  if (status.kind === 'starting') return 'starting';
  if (status.kind === 'failed') return 'engine failed';
  return status.info === null ? 'no engine needed' : named(status.info);
}

export function EngineBadge() {
  const session = useSession();
  const status = useApp((state) => state.engine.status);
  const [open, setOpen] = useState(false);
  const choose = (choice: EngineChoice) => {
    setOpen(false);
    void session.engineLifecycle.select(choice);
  };
  const hidden = useHidden('engine');
  // A failed engine is started again here.
  if (hidden && status.kind !== 'failed') return null;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={css.badge}
        data-status={status.kind}
        aria-label={`Engine: ${statusLabel(status, engineInUse)}`}
      >
        <span className={css.dot} aria-hidden />
        <span className={css.label}>{statusLabel(status, engineInShort)}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className={css.positioner}>
          <Popover.Popup className={css.popup}>
            <Popover.Title className={css.title}>Engine</Popover.Title>
            {status.kind === 'ready' && status.info !== null ? (
              <EngineMenu info={status.info} onChoose={choose} />
            ) : null}
            {status.kind === 'ready' && status.info === null ? (
              <p>What learns here computes by itself, in double precision: it takes none of the engines.</p>
            ) : null}
            {status.kind === 'starting' ? <p>{status.message}</p> : null}
            {status.kind === 'failed' ? (
              <div className={css.failed}>
                <p>{status.sentence}</p>
                <Button size="small" onClick={() => choose('auto')}>
                  Restart the engine
                </Button>
              </div>
            ) : null}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
