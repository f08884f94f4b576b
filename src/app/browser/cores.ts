/** How many simulations this machine runs side by side: a core is left to the page, and more than eight bring little (worker/pool). */
export function sideBySide(): number {
  return Math.max(1, Math.min(8, (navigator.hardwareConcurrency || 2) - 1));
}
