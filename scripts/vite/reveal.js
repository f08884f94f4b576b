// Shows the picture of the opening example, or its places alone, where an address or a kept study says that something else
// comes, or the browser does not know the picture's colours for two schemes; and fits its figures to their frames. It stands in
// the page's HTML, so that all is there with the first paint. The network of the opening example is asked for at once, not only
// when the page's own code has come.
(() => {
  const opening = /** @type {HTMLElement} */ (document.getElementById('opening'));
  let first = location.hash.length < 2 && CSS.supports('color', 'light-dark(#000, #fff)');
  try {
    first &&= localStorage.getItem('posterior-playground.kept') === null;
    // The picture is of the page at first sight.
    first &&= localStorage.getItem('posterior-playground.detail') === null;
    if (localStorage.getItem('posterior-playground.doors') !== null) opening.dataset.doors = 'closed';
    if (localStorage.getItem('posterior-playground.dragged') !== null) opening.dataset.dragged = 'yes';
  } catch {
    // Storage is forbidden: nothing was kept.
  }
  opening.dataset.shown = first ? 'opening' : 'places';
  // A link that is pasted while the page loads.
  addEventListener('hashchange', () => {
    if (opening.dataset.shown === 'opening') opening.dataset.shown = 'places';
  });
  // The page's own code does not come: its picture alone would look like a page that does nothing.
  const failed = (/** @type {Event} */ { target }) => {
    if (target instanceof HTMLScriptElement) opening.dataset.shown = 'failed';
  };
  addEventListener('error', failed, { capture: true });
  opening.querySelector('[data-failure] button')?.addEventListener('click', () => location.reload());
  for (const href of first ? (opening.dataset.soon ?? '').split(' ') : []) {
    const link = document.createElement('link');
    document.head.append(Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href }));
  }
  for (const figure of opening.querySelectorAll('svg[data-width]')) {
    const frame = figure.parentElement;
    if (frame === null || !(figure instanceof SVGElement)) continue;
    const parts = [...figure.querySelectorAll('svg[data-moves]')].map((part) => ({
      part,
      places: ['x', 'y', 'width', 'height'].map((name) => Number(part.getAttribute(name))),
      moves: part instanceof SVGElement ? (part.dataset.moves ?? '').split(' ').map(Number) : [],
    }));
    const fit = () => {
      if (frame.clientWidth === 0) return;
      // As the page counts them (useSize.ts): clientWidth rounds.
      const { width, height } = frame.getBoundingClientRect();
      const wider = Math.floor(width) - Number(figure.dataset.width);
      const higher = Math.floor(height) - Number(figure.dataset.height);
      for (const { part, places, moves } of parts) {
        for (const [i, move] of moves.entries()) {
          const name = ['x', 'y', 'width', 'height'][i];
          part.setAttribute(name, String(places[i] + move * (i % 2 === 0 ? wider : higher)));
        }
      }
    };
    fit();
    // The page's fonts come later, and sentences below the figures then take other heights.
    new ResizeObserver(fit).observe(frame);
  }
})();
