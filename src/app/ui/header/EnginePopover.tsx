/** The menu of the engine: why this one, what the others would take, and a choice. */
import { Popover } from '@base-ui/react/popover';
import { useApp, useSession } from '../hooks/hooks.ts';
import type { EngineChoice } from '../../../worker/engine/engineInfo.ts';
import { Button } from '../controls/Button.tsx';
import { closedElsewhere, type LatePopoverProps } from '../controls/useLatePopover.ts';
import css from './EngineBadge.module.css';
import { EngineMenu } from './EngineMenu.tsx';

export function EnginePopover({ button, onClose }: LatePopoverProps) {
  const session = useSession();
  const status = useApp((state) => state.engine.status);
  const choose = (choice: EngineChoice) => {
    onClose();
    void session.engineLifecycle.select(choice);
  };
  return (
    <Popover.Root open onOpenChange={closedElsewhere({ button, onClose })}>
      <Popover.Portal>
        <Popover.Positioner anchor={button} sideOffset={8} align="end" className={css.positioner}>
          <Popover.Popup className={css.popup} finalFocus={button}>
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
