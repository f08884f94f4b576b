/** A second window of the page, empty, with the page's style sheets and theme: for what its reader alone is to see. */

/** @returns null: the browser has blocked it */
export function openSecondWindow(title: string): Window | null {
  const opened = window.open('', '_blank', 'popup,width=1100,height=760');
  if (opened === null) return null;
  const { document: there } = opened;
  there.title = title;
  there.documentElement.lang = document.documentElement.lang;
  // Made of what has been parsed: the policy of the page, which the window inherits, knows no inline style.
  const Sheet = (opened as Window & { readonly CSSStyleSheet: typeof CSSStyleSheet }).CSSStyleSheet;
  there.adoptedStyleSheets = [...document.styleSheets].map((sheet) => {
    const copy = new Sheet();
    const base = sheet.href ?? document.baseURI;
    const text = [...sheet.cssRules].map(({ cssText }) => cssText).join('\n');
    // Addresses in a sheet count from its own place, which the copy does not have.
    copy.replaceSync(text.replace(/url\("(\.[^"]*)"\)/g, (_, path: string) => `url("${new URL(path, base).href}")`));
    return copy;
  });
  return opened;
}

/** Gives the window the page's theme and size of type, now and whenever they change. @returns ends it */
export function followTheme({ document: there }: Window): () => void {
  const from = document.documentElement;
  const take = () => {
    for (const name of ['data-theme', 'data-size']) {
      const value = from.getAttribute(name);
      if (value === null) there.documentElement.removeAttribute(name);
      else there.documentElement.setAttribute(name, value);
    }
  };
  take();
  const observer = new MutationObserver(take);
  observer.observe(from, { attributes: true, attributeFilter: ['data-theme', 'data-size'] });
  return () => observer.disconnect();
}
