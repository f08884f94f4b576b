/** A demonstration's hands on the page: its actions, and the controls in its document. */
import { possible } from '../../actions/action.ts';
import { performOrExplain } from '../../actions/perform.ts';
import { actions } from '../../actions/registry.ts';
import type { Anchor } from '../../browser/anchor.ts';
import { findAnchor } from '../../browser/showAnchor.ts';
import type { AppParts } from '../../session/appParts.ts';
import type { Hands } from '../../session/lessons/hands.ts';
import { bringToSight } from './bringToSight.ts';

export function handsOf(parts: AppParts): Hands {
  return {
    perform: (id) => {
      const action = actions.find((known) => known.id === id);
      if (action === undefined) throw new Error(`There is no action "${id}".`);
      const enabled = possible(action, parts.store.getState());
      if (enabled !== true) {
        throw new Error(`“${action.label(parts.store.getState())}” cannot be shown now. ${enabled}`);
      }
      performOrExplain(action, parts);
    },
    press: (anchor, name) => {
      bringToSight(anchor, parts);
      controlAt(anchor, name, 'button, [role="tab"], [role="switch"], input, summary, a').click();
    },
    slide: (anchor, name, to) => {
      bringToSight(anchor, parts);
      const slider = controlAt(anchor, name, 'input[type="range"], input[type="number"]');
      // As a browser sets it: React listens to the setter of the prototype.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(slider, String(to));
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      slider.dispatchEvent(new Event('change', { bubbles: true }));
    },
    show: (anchor) => bringToSight(anchor, parts),
  };
}

function controlAt(anchor: Anchor, name: string | undefined, kind: string): HTMLElement {
  const place = findAnchor(anchor);
  const candidates = place === null ? [] : [place, ...place.querySelectorAll<HTMLElement>('*')];
  const found = candidates.find((element) => {
    if (!element.matches(kind)) return false;
    return name === undefined || nameOf(element) === name;
  });
  if (found === undefined) {
    throw new Error(`The page has no control ${name === undefined ? '' : `"${name}" `}at ${anchor} now.`);
  }
  return found;
}

/** As far as it is needed to tell controls of one place apart. */
function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent;
  return label.trim();
}
