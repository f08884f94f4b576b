/** What can be done with the whole study, and how the page looks: a menu whose entries are words. On a phone it also holds the choice of detail. */
import { Popover } from '@base-ui/react/popover';
import { ChevronDown, GraduationCap, Menu } from 'lucide-react';
import { useState } from 'react';
import { openExport, openLessons, share, studies, switchTheme } from '../../actions/page.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { patch } from '../../store/appStore.ts';
import { Button } from '../controls/Button.tsx';
import { useParts } from '../hooks/hooks.ts';
import button from '../controls/Button.module.css';
import { useMedia } from '../shell/useMedia.ts';
import { DetailSwitch } from './DetailSwitch.tsx';
import css from './ToolsMenu.module.css';

export function ToolsMenu() {
  const { store } = useParts();
  const [open, setOpen] = useState(false);
  const phone = useMedia('(max-width: 699px)');
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={`${button.button} ${button.plain} ${css.trigger}`} aria-label="Save, share, export">
        <Menu aria-hidden className={css.icon} />
        <span className={css.long}>Save, share, export</span>
        <span className={css.short}>Menu</span>
        <ChevronDown aria-hidden className={css.arrow} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className={css.positioner}>
          <Popover.Popup className={css.popup} aria-label="Save, share, export">
            {phone ? <DetailSwitch /> : null}
            {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- closes after a click on one of the buttons */}
            <div className={css.entries} onClick={() => setOpen(false)}>
              <ActionButton action={openLessons} look="quiet" />
              <ActionButton action={studies} look="quiet" />
              <ActionButton action={share} look="quiet" />
              <ActionButton action={openExport} look="quiet" />
            </div>
            <div className={css.entries}>
              <Button
                look="quiet"
                onClick={() => {
                  setOpen(false);
                  patch(store, 'view', { sheet: 'lessons' });
                }}
              >
                <GraduationCap aria-hidden /> Lessons
              </Button>
              <ActionButton action={switchTheme} look="quiet" />
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
