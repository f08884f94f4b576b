/** Prints one part of the page by itself: style sheets go by `data-printed` on the root element (theme/print.css). */

/** 'report': what Ctrl+P prints; 'glossary': all terms; 'handout': a lesson on paper. */
export type PrintedPart = 'report' | 'glossary' | 'handout';

/** The part that is being printed; the report unless another was asked for. */
export function partPrinted(): PrintedPart {
  const { printed } = document.documentElement.dataset;
  return printed === 'glossary' || printed === 'handout' ? printed : 'report';
}

export function printPart(part: PrintedPart): void {
  const { dataset } = document.documentElement;
  dataset.printed = part;
  // Some browsers print after the call has come back.
  window.addEventListener('afterprint', () => delete dataset.printed, { once: true });
  window.print();
}
