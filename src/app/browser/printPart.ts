/** Prints one part of the page by itself: style sheets go by `data-printed` on the root element (theme/print.css). */

/** 'report': what Ctrl+P prints; 'glossary': all terms. */
export type PrintedPart = 'report' | 'glossary';

/** The part that is being printed; the report unless another was asked for. */
export function partPrinted(): PrintedPart {
  return document.documentElement.dataset.printed === 'glossary' ? 'glossary' : 'report';
}

export function printPart(part: PrintedPart): void {
  const { dataset } = document.documentElement;
  dataset.printed = part;
  // Some browsers print after the call has come back.
  window.addEventListener('afterprint', () => delete dataset.printed, { once: true });
  window.print();
}
