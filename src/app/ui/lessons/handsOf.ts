/** A demonstration's hands on the page: its actions, and the controls in its document. */
import { possible } from '../../actions/action.ts';
import { performOrExplain } from '../../actions/perform.ts';
import { actions } from '../../actions/registry.ts';
import type { Anchor } from '../../browser/anchor.ts';
import { findAnchor } from '../../browser/showAnchor.ts';
import type { AppParts } from '../../session/appParts.ts';
import type { Hands } from '../../session/lessons/hands.ts';
import { bringToSight } from '../panels/bringToSight.ts';

export function handsOf(parts: AppParts): Hands {
  return {
    perform: (id) => {
      const action = actions.find((known) => known.id === id);
      if (action === undefined) throw new Error(`There is no action "${id}".`);
      // The reader has pressed it before: what is waited for is on its way, and another press would end it.
      if (action.underWay?.(parts.store.getState())) return;
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
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
        slider,
        String(positionOf(slider, to)),
      );
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

/** Where a value stands on a slider of the page (ui/controls/Slider.tsx), whose input has positions; on any other input, itself. */
function positionOf(input: HTMLElement, value: number): number {
  const { low, high, scale } = input.closest<HTMLElement>('[data-low][data-high]')?.dataset ?? {};
  if (low === undefined || high === undefined) return value;
  const coordinate = (at: number) => (scale === 'log' ? Math.log(at) : at);
  const [from, to, at] = [Number(low), Number(high), value].map(coordinate);
  const { min, max } = input as HTMLInputElement;
  return Number(min) + ((at - from) / (to - from)) * (Number(max) - Number(min));
}

/** As far as it is needed to tell controls of one place apart. */
function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent;
  return label.trim();
}
