/** The button of the menu of what can be done with the whole study; the menu itself is loaded when it is wanted (ToolsPopover.tsx). */
import { ChevronDown, Menu } from 'lucide-react';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import button from '../controls/Button.module.css';
import { useLatePopover } from '../controls/useLatePopover.ts';
import css from './ToolsMenu.module.css';

const load = () =>
  loadPart('holds the menu', () => import('./ToolsPopover.tsx')).then(({ ToolsPopover }) => ToolsPopover);

export function ToolsMenu() {
  const { trigger, popover } = useLatePopover(load);
  return (
    <>
      <button
        {...trigger}
        className={`${button.button} ${button.plain} ${css.trigger}`}
        aria-label="Save, share, export"
      >
        <Menu aria-hidden className={css.icon} />
        <span className={css.long}>Save, share, export</span>
        <span className={css.short}>Menu</span>
        <ChevronDown aria-hidden className={css.arrow} />
      </button>
      {popover === null ? null : <popover.Popover button={popover.button} onClose={popover.onClose} />}
    </>
  );
}
