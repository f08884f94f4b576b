/** Keyboard shortcuts: the page's one key listener, fed by the registry. */
import type { AppParts } from '../session/appParts.ts';
import { isOffered } from './action.ts';
import { performOrExplain } from './perform.ts';
import { actions } from './registry.ts';

/** Keys typed into these belong to them. A button takes Space and Enter for itself; a slider the arrows, which are no shortcuts. */
function belongsTo(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('textarea, select, [role="dialog"] input') !== null) return true;
  if (target instanceof HTMLInputElement) {
    return !['range', 'checkbox', 'radio'].includes(target.type) || (key === ' ' && target.type !== 'range');
  }
  return (
    key === ' ' &&
    target.closest('button, a, summary, [role="button"], [role="tab"], [role="switch"], [role="slider"]') !== null
  );
}

/** Listens until the returned function is called. */
export function listenForShortcuts(parts: AppParts): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.defaultPrevented || event.repeat) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.shiftKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (belongsTo(event.target, key)) return;
    const typed = control ? `Ctrl+${key}` : key;
    const action = actions.find(({ shortcut }) => shortcut === typed);
    const state = parts.store.getState();
    if (action === undefined || !isOffered(action, state)) return;
    // A lecture has keys of its own, and the page beneath it is out of reach.
    if (state.lesson.open?.lecture) return;
    if (!control && !state.view.singleKeys) return;
    const { sheet } = state.view;
    if (sheet !== null && action.id !== 'help' && action.id !== 'systems' && !action.id.startsWith('system-')) return;
    event.preventDefault();
    performOrExplain(action, parts);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
