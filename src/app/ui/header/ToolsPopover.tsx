/** What can be done with the whole study, and how the page looks: a menu whose entries are words. On a phone it also holds the choice of detail. */
import { Popover } from '@base-ui/react/popover';
import { enlargeType, openExport, openLessons, share, studies, switchTheme } from '../../actions/page.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { closedElsewhere, type LatePopoverProps } from '../controls/useLatePopover.ts';
import { useMedia } from '../shell/useMedia.ts';
import { DetailSwitch } from './DetailSwitch.tsx';
import css from './ToolsMenu.module.css';

export function ToolsPopover({ button, onClose }: LatePopoverProps) {
  const phone = useMedia('(max-width: 699px)');
  return (
    <Popover.Root open onOpenChange={closedElsewhere({ button, onClose })}>
      <Popover.Portal>
        <Popover.Positioner anchor={button} sideOffset={6} align="end" className={css.positioner}>
          <Popover.Popup className={css.popup} finalFocus={button} aria-label="Save, share, export">
            {phone ? <DetailSwitch wide /> : null}
            {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- closes after a click on one of the buttons */}
            <div className={css.entries} onClick={onClose}>
              <ActionButton action={openLessons} look="quiet" />
              <ActionButton action={studies} look="quiet" />
              <ActionButton action={share} look="quiet" />
              <ActionButton action={openExport} look="quiet" />
            </div>
            <div className={css.entries}>
              <ActionButton action={switchTheme} look="quiet" />
              <ActionButton action={enlargeType} look="quiet" />
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
