// Sets <html data-theme> before the first paint, so that a dark page does not flash white. The page stores 'light' or
// 'dark' under this key when the user chooses one; anything else follows the system.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('posterior-playground.theme');
  } catch {
    // Storage is forbidden: follow the system.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
