/** Finds the place that an anchor (anchor.ts) names, brings it into sight, and puts the keyboard there. */
import type { Anchor } from './anchor.ts';

/** What takes the keyboard by itself. */
const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), summary, [tabindex]';

/** Sent from a place that is to be shown, before it is scrolled to: what hides it may open itself. */
export const SHOWN = 'anchor-shown';

/**
 * The element with the anchor; null where the document has none: its panel is not offered, or in a tab, a column of a phone or
 * a dialog that is not shown.
 */
export function findAnchor(anchor: Anchor): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-anchor="${CSS.escape(anchor)}"]`);
}

/**
 * Unfolds what hides the place, scrolls it to the middle where it is not wholly in sight, and with `focus` moves the keyboard to
 * it or to the first control in it.
 * @returns whether the document has the place
 */
export function showAnchor(anchor: Anchor, { focus = false }: { readonly focus?: boolean } = {}): boolean {
  const element = findAnchor(anchor);
  if (element === null) return false;
  for (let fold = element.closest('details'); fold !== null; fold = fold.parentElement?.closest('details') ?? null) {
    fold.open = true;
  }
  element.dispatchEvent(new CustomEvent(SHOWN, { bubbles: true }));
  if (!isInSight(element)) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    // What is higher than the window is read from its top.
    const block = element.getBoundingClientRect().height > window.innerHeight ? 'start' : 'center';
    element.scrollIntoView({ block, inline: 'nearest', behavior: still ? 'auto' : 'smooth' });
  }
  if (focus) takeFocus(element);
  return true;
}

function isInSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

/** A place without any control takes the focus itself until it loses it. */
function takeFocus(element: HTMLElement): void {
  const target = element.matches(FOCUSABLE) ? element : element.querySelector<HTMLElement>(FOCUSABLE);
  if (target !== null) {
    target.focus({ preventScroll: true });
    return;
  }
  element.tabIndex = -1;
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  element.focus({ preventScroll: true });
}
