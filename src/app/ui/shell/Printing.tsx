/**
 * What is printed is the report of what is on screen, not the page: it is put beside the page when the browser is about to
 * print, in a tree of its own, and taken away afterwards. Without a posterior the page itself is printed, unrolled. In the light
 * theme whatever the page's is.
 */
import { useEffect } from 'react';
import { partPrinted } from '../../browser/printPart.ts';
import { printedReport } from '../../export/printedReport.ts';
import { useParts } from '../hooks/hooks.ts';

/** Begins with the name of the element that holds the report; theme/print.css hides the rest for it. */
const PLACE = 'printed-report';

export function Printing() {
  const { store, telemetry } = useParts();
  useEffect(() => {
    const root = document.documentElement;
    let theme = root.dataset.theme;
    const end = () => {
      if (root.dataset.printing === undefined) return;
      document.getElementById(PLACE)?.remove();
      delete root.dataset.printing;
      root.dataset.theme = theme;
    };
    const begin = () => {
      end();
      theme = root.dataset.theme;
      root.dataset.theme = 'light';
      const part = partPrinted();
      const html =
        part === 'report' ? printedReport({ state: store.getState(), telemetry: telemetry.getState() }) : null;
      root.dataset.printing = part === 'report' && html === null ? 'page' : part;
      if (html !== null) document.body.append(standing(html));
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      end();
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, [store, telemetry]);
  return null;
}

/** A page of HTML as an element, whose styles are its own. */
function standing(html: string): HTMLElement {
  const { body, head } = new DOMParser().parseFromString(html, 'text/html');
  const place = document.createElement('div');
  place.id = PLACE;
  const styles = new CSSStyleSheet();
  styles.replaceSync(Array.from(head.querySelectorAll('style'), (style) => style.textContent).join('\n'));
  const shadow = place.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [styles];
  shadow.append(document.adoptNode(body));
  return place;
}
