/**
 * A first visit on a slow line, nothing cached: until the page shows the opening posterior, and until a drag of the observation
 * is answered by a posterior of its own; the same on a processor that is six times slower.
 */
import { loadavg } from 'node:os';
import type { Browser } from 'playwright';
import { median } from '../../src/inference/math/statistics.ts';
import { type Line, slowLine } from './slowLine.ts';

export interface FirstVisits {
  readonly line: Line;
  /** By how much the page's processor was slowed down. */
  readonly slowed: number;
  /** Seconds to the first paint, which has the posterior. */
  readonly painted: readonly number[];
  /** Seconds to the drawing that answers the first drag, made as soon as a handle can be taken. */
  readonly answered: readonly number[];
  /** Bytes over the line by then. */
  readonly bytes: readonly number[];
  /** Programs that wanted a core at the end, on average over a minute: more than there are cores make all of it longer. */
  readonly load: number;
}

const LINE: Line = { rate: 200_000, latency: 150 };
const SLOWED = [1, 6] as const;
const TRIES = 3;
/** What is aimed at, in seconds. */
const AIMS: Readonly<Record<number, { readonly painted: number; readonly answered: number }>> = {
  1: { painted: 1.5, answered: 5 },
  6: { painted: 1.5, answered: 8 },
};

/** Kept by the page itself; times since 1970, ms. */
interface Watched {
  /** When a key moved a handle. */
  moved: number;
  /** When the posterior's drawing changed after that. */
  answered: number;
}

/** @param url of the built page */
export async function firstVisits(browser: Browser, url: string): Promise<FirstVisits[]> {
  const found: FirstVisits[] = [];
  for (const slowed of SLOWED) {
    const visits: Visited[] = [];
    // The server has packed everything after the first, which does not count.
    for (let i = 0; i <= TRIES; i++) visits.push(await visitOnce(browser, url, slowed));
    const counted = visits.slice(1);
    found.push({
      line: LINE,
      slowed,
      painted: counted.map(({ painted }) => painted),
      answered: counted.map(({ answered }) => answered),
      bytes: counted.map(({ bytes }) => bytes),
      load: loadavg()[0],
    });
  }
  return found;
}

interface Visited {
  readonly painted: number;
  readonly answered: number;
  readonly bytes: number;
}

async function visitOnce(browser: Browser, target: string, slowed: number): Promise<Visited> {
  const line = await slowLine(target, LINE);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowed });
  await page.addInitScript(() => {
    const watched: Watched = { moved: Number.NaN, answered: Number.NaN };
    Object.assign(globalThis, { watched });
    const drawing = () =>
      document
        .querySelector('#root [data-chart$="-posterior"] svg :is(path[fill^="rgba"], .js-fill)')
        ?.getAttribute('d');
    let before: string | null | undefined;
    addEventListener(
      'keydown',
      () => {
        watched.moved = Date.now();
        before = drawing();
      },
      { capture: true, once: true },
    );
    setInterval(() => {
      const now = drawing();
      const changed = Number.isNaN(watched.answered) && !Number.isNaN(watched.moved) && typeof now === 'string';
      if (changed && now !== before) watched.answered = Date.now();
    }, 20);
  });
  const bytes: { readonly at: number; readonly sent: number }[] = [];
  const counting = setInterval(() => bytes.push({ at: Date.now(), sent: line.sent() }), 20);
  try {
    await page.goto(line.url, { waitUntil: 'commit' });
    await page.getByRole('slider', { name: /^counts, t \[days\] = 10$/ }).press('Shift+ArrowUp', { timeout: 60_000 });
    await page.waitForFunction(
      () => !Number.isNaN((globalThis as unknown as { watched: Watched }).watched.answered),
      null,
      { timeout: 60_000, polling: 50 },
    );
    const times = await page.evaluate(() => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      const { answered } = (globalThis as unknown as { watched: Watched }).watched;
      return { painted: paint.startTime, answered, begun: performance.timeOrigin };
    });
    return {
      painted: times.painted / 1000,
      answered: (times.answered - times.begun) / 1000,
      bytes: bytes.findLast(({ at }) => at <= times.answered)?.sent ?? Number.NaN,
    };
  } finally {
    clearInterval(counting);
    await context.close();
    line.close();
  }
}

export function firstVisitText(visits: readonly FirstVisits[]): string {
  return visits
    .map(({ line, slowed, painted, answered, bytes, load }) => {
      const aim = AIMS[slowed];
      const processor = slowed === 1 ? '' : `, processor ${slowed} times slower`;
      const seconds = (values: readonly number[]) =>
        `${median(values).toFixed(2)} s (${values.map((value) => value.toFixed(2)).join(', ')})`;
      return [
        `First visit at ${line.rate / 1000} kB/s and ${line.latency} ms${processor}:`,
        `first paint, with the posterior, ${seconds(painted)}, aim ${aim.painted} s;`,
        `first drag answered ${seconds(answered)}, aim ${aim.answered} s, by ${Math.round(median(bytes) / 1000)} kB; load ${load.toFixed(1)}.`,
      ].join(' ');
    })
    .join('\n');
}
