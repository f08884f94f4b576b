/** Small choices that the browser keeps between visits, a word under a name each; without storage a choice lasts as long as the page. */
const PREFIX = 'posterior-playground.';

/** What there is to choose, with the one value that is kept; the other is that nothing is kept. public/theme.js and reveal.js read the same names. */
const kept = {
  /** All settings and checks are in sight. */
  detail: 'full',
  /** The strip for newcomers was closed. */
  doors: 'closed',
  /** A data point was dragged, so the hint has done its work. */
  dragged: 'yes',
  /** Larger type, for a projector. */
  type: 'large',
} as const;
export type KeptChoice = keyof typeof kept;

export function isKept(choice: KeptChoice): boolean {
  try {
    return localStorage.getItem(PREFIX + choice) === kept[choice];
  } catch {
    // Storage is forbidden.
    return false;
  }
}

export function keep(choice: KeptChoice, on: boolean): void {
  try {
    if (on) localStorage.setItem(PREFIX + choice, kept[choice]);
    else localStorage.removeItem(PREFIX + choice);
  } catch {
    // Storage is forbidden.
  }
}
