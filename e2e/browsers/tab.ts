/** The page in a browser that is driven by WebDriver: elements are found by their names, as users hear or read them. */
import { writeFileSync } from 'node:fs';
import { until, type Wire } from './wire.ts';

/** A kind of element (a CSS selector) and what its name must hold. */
export interface Place {
  readonly selector: string;
  readonly name: RegExp;
}

export const at = (selector: string, name: RegExp): Place => ({ selector, name });
export const button = (name: RegExp): Place => at('button', name);

/** How W3C's JSON calls an element, and two keys. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** The browsers' words for an element that was drawn again meanwhile, and for one that is under another one. */
const GONE = /stale|Node with identifier .* was not found/i;
const COVERED =
  /intercepted|obscures|not interactable|could not be scrolled into view|stale|Node with identifier .* was not found/i;
const ENTER = '\uE007';
const ESCAPE = '\uE00C';

export class Tab {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  open(url: string): Promise<unknown> {
    return this.#wire.send('open', { url });
  }

  reload(): Promise<unknown> {
    return this.#wire.send('reload');
  }

  /** Runs a function in the page; it sees its arguments and the page's globals alone. */
  async evaluate<A extends readonly unknown[], T>(f: (...values: A) => T, ...values: A): Promise<T> {
    const script = `return (${f.toString()}).apply(null, arguments)`;
    return (await this.#wire.send('evaluate', { script, args: values })) as T;
  }

  /** The first visible element of a place, its name, and whether it can be used. null: there is none, or it has just gone. */
  async #find({ selector, name }: Place) {
    try {
      return await this.evaluate(firstVisible, selector, name.source);
    } catch (cause) {
      if (cause instanceof Error && GONE.test(cause.message)) return null;
      throw cause;
    }
  }

  /** The name of the first visible element of a place: its label or, where it has none, its words. null: there is none. */
  async nameOf(place: Place): Promise<string | null> {
    return (await this.#find(place))?.name ?? null;
  }

  /** Waits for an element. @returns its name */
  see(place: Place, seconds = 20): Promise<string> {
    return until(`${place.selector} named ${place.name}`, seconds, () => this.nameOf(place));
  }

  /** Waits until an element is there and can be used. */
  async #usable(place: Place): Promise<string> {
    const found = await until(`${place.selector} named ${place.name}, to be used`, 20, async () => {
      const { element = null, enabled = false } = (await this.#find(place)) ?? {};
      return enabled ? element : null;
    });
    await this.evaluate(centre, found);
    return (found as unknown as Record<typeof ELEMENT, string>)[ELEMENT];
  }

  /** Waits for what lies over the element, a sheet that is closing, to go away. */
  async click(place: Place): Promise<void> {
    await until(`A click on ${place.selector} named ${place.name}`, 20, async () => {
      const id = await this.#usable(place);
      try {
        await this.#wire.send('click', { id });
        return true;
      } catch (cause) {
        if (cause instanceof Error && COVERED.test(cause.message)) return null;
        throw cause;
      }
    });
  }

  /** Chooses a file of this machine in a file input, which may be out of sight. */
  async choose(selector: string, path: string): Promise<void> {
    const element = await this.evaluate((css) => document.querySelector(css), selector);
    const id = (element as unknown as Record<typeof ELEMENT, string>)[ELEMENT];
    await this.#wire.send('type', { id, text: path });
  }

  /** Replaces what is in a box by keys. */
  async type(place: Place, text: string): Promise<void> {
    await this.click(place);
    await this.evaluate(() => (document.activeElement as HTMLInputElement).select());
    await this.press(...Array.from(text));
  }

  async enter(): Promise<void> {
    await this.press(ENTER);
  }

  async escape(): Promise<void> {
    await this.press(ESCAPE);
  }

  async press(...keys: readonly string[]): Promise<void> {
    const actions = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#wire.send('act', { actions: [{ type: 'key', id: 'keys', actions }] });
  }

  /** Takes hold of an element by its middle, moves it by so many pixels in two strokes, and lets it go. */
  async drag(place: Place, dx: number, dy: number): Promise<void> {
    const id = await this.#usable(place);
    const stroke = {
      type: 'pointerMove',
      duration: 100,
      origin: 'pointer',
      x: Math.round(dx / 2),
      y: Math.round(dy / 2),
    };
    const actions = [
      // Where it is then: figures move while they are completed.
      { type: 'pointerMove', duration: 0, origin: { [ELEMENT]: id }, x: 0, y: 0 },
      { type: 'pointerDown', button: 0 },
      stroke,
      stroke,
      { type: 'pointerUp', button: 0 },
    ];
    const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    await this.#wire.send('act', { actions: [mouse] });
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#wire.send('resize', { x: 0, y: 0, width, height });
  }

  async picture(path: string): Promise<void> {
    writeFileSync(path, Buffer.from((await this.#wire.send('picture')) as string, 'base64'));
  }

  close(): Promise<void> {
    return this.#wire.close();
  }
}

/* What follows runs in the page. */

function firstVisible(selector: string, name: string) {
  const pattern = new RegExp(name);
  for (const element of document.querySelectorAll<HTMLElement>(selector)) {
    const labels = (element as HTMLInputElement).labels?.[0]?.textContent;
    const words = (element.getAttribute('aria-label') ?? labels ?? element.textContent ?? '').trim();
    if (!pattern.test(words) || !element.checkVisibility()) continue;
    const enabled = !element.matches(':disabled, [aria-disabled="true"]');
    return { element, name: words, enabled };
  }
  return null;
}

function centre(element: Element) {
  element.scrollIntoView({ block: 'center' });
}
