/**
 * That the browser keeps more for this page than its opening example: known at once, where the database takes its time. The
 * page's HTML then shows no posterior that may not be the one that comes (scripts/vite/reveal.js).
 */
const KEY = 'posterior-playground.kept';

export function noteKept(): void {
  try {
    localStorage.setItem(KEY, 'yes');
  } catch {
    // Storage is forbidden: nothing is kept.
  }
}
