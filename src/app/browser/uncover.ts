/** Takes the picture away that the page's HTML shows until the page itself is there (openingPage.tsx). */

const ID = 'opening';

/** Whether it shows a posterior; otherwise it holds places alone. */
export function isPictured(): boolean {
  return document.getElementById(ID)?.dataset.shown === 'opening';
}

export function uncover(): void {
  document.getElementById(ID)?.remove();
}
