/**
 * What the page says of a study that it has opened, as numbers and states: the link that it writes, what is assumed, the
 * training, the data, the posterior, the levels and numbers of the checks. Sentences are left out, for they may be reworded.
 */
import type { Locator, Page } from '@playwright/test';
import { tracesOf } from './chart.ts';
import { Playground } from './playground.ts';
import { Share } from './share.ts';

/** A card of a check: its levels ('good', 'warn', 'bad'), and the numbers of its tables. */
interface CheckReading {
  readonly levels: readonly string[];
  readonly numbers: readonly string[];
}

export interface Reading {
  /** What the address holds, without "#". */
  readonly link: string;
  /** Values of all boxes, menus, sliders and switches of the column "Assume", in their order; of a menu, the place. */
  readonly assumed: readonly string[];
  /** Which of the views of the posterior is shown, counted from 0; -1: there is no choice. */
  readonly view: number;
  /** Controls and panels that can be seen. */
  readonly visible: readonly string[];
  /** Boxes, menus, sliders and switches that cannot be used. */
  readonly locked: number;
  /** Numbers of the training bar: simulations, steps. */
  readonly training: readonly string[];
  /** Values of the data, and the ends of the prior's band, as plotly was given them; units of the plot. */
  readonly data: readonly (number | null)[];
  readonly band: readonly (number | null)[];
  /** The table under the posterior, a row for each quantity: median, interval, width in prior widths, true value. */
  readonly posterior: readonly (readonly string[])[];
  /** Numbers in the name of the ridge figure. */
  readonly ridge: readonly string[];
  /** Best validation loss and its step, as the loss figure names them. */
  readonly loss: readonly string[];
  readonly learning: CheckReading;
  readonly calibration: CheckReading;
  readonly here: CheckReading;
  readonly told: CheckReading;
  /** The first rows of the table of a batch: row, moments, quantiles, true value. */
  readonly batch: readonly (readonly string[])[];
}

/** Rows of the table of a batch that are read. */
const ROWS = 8;

/** Reads the page as it is now. */
export async function readPage(page: Page): Promise<Reading> {
  const { header, assume, infer, check, batch } = new Playground(page);
  const places = {
    engine: header.engine,
    seed: header.seed,
    train: header.train,
    posterior: infer.posteriorPanel,
    observation: infer.observationPanel,
    learning: check.card('Learning'),
    sandbox: check.card('Sandbox'),
  };
  const seen = await Promise.all(
    Object.entries(places).map(async ([name, place]) => ((await place.first().isVisible()) ? [name] : [])),
  );
  return {
    link: await new Share(page).hash(),
    assumed: await assume.values(),
    view: await infer.viewShown(),
    visible: seen.flat(),
    locked: await page.getByRole('main').locator(':is(input, select):disabled').count(),
    // Without the step that was best, which pages of before did not say.
    training: numbersIn((await header.state()).replace(/, best at [\d,]+/, '')),
    data: await valuesOf(infer.observation, ({ mode }) => mode.includes('markers')),
    band: await valuesOf(infer.observation, ({ dash }) => dash === 'dot'),
    posterior: await infer.summary(),
    ridge: await numbersInName(infer.ridge),
    loss: await numbersInName(check.loss),
    learning: await checkReading(check.card('Learning')),
    calibration: await checkReading(check.card('Calibration (SBC)')),
    here: await checkReading(check.card('At this observation')),
    told: await checkReading(check.card('What the data can tell')),
    // Without the last, the p-value of the data: it rests on as many simulations as there are at that moment.
    batch: (await batch.cells(ROWS)).map((row) => row.filter((cell) => /\d/.test(cell)).slice(0, -1)),
  };
}

/** Parts that rest on an answer of the network: an engine computes it. */
const ANSWERED: readonly string[] = ['posterior', 'ridge', 'here', 'told', 'batch'] satisfies (keyof Reading)[];
/** How far the fastest engine may be off, relative; or by one in the last printed digit. */
const NEAR = 0.02;

/**
 * Where a reading is another than the expected one, a line for each place.
 * @param exact whether the engine gives the same digits everywhere; otherwise numbers of its answers have to be near
 */
export function differences(reading: Reading, expected: Reading, exact: boolean): string[] {
  return Object.entries(expected).flatMap(([part, value]) => {
    const [found, wanted] = [leaves(part, reading[part as keyof Reading]), leaves(part, value)];
    const same = !exact && ANSWERED.includes(part) ? near : (a: string, b: string) => a === b;
    return [...new Set([...found.keys(), ...wanted.keys()])].flatMap((place) => {
      const [now, before] = [found.get(place), wanted.get(place)];
      if (now !== undefined && before !== undefined && same(now, before)) return [];
      return [`${place} is ${now ?? 'missing'}; it was ${before ?? 'missing'}`];
    });
  });
}

/** The texts and numbers of a part, each with its place. */
function leaves(place: string, value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[place, String(value)]]);
  return new Map(Object.entries(value).flatMap(([key, part]) => [...leaves(`${place}.${key}`, part)]));
}

/** Whether two texts have numbers near each other at the same places. */
function near(now: string, before: string): boolean {
  const [found, wanted] = [numbersIn(now), numbersIn(before)];
  if (wanted.length === 0 || found.length !== wanted.length) return now === before;
  return wanted.every((text, i) => {
    const decimals = /\.(\d+)/.exec(text)?.[1].length ?? 0;
    const most = Math.max(1.01 * 10 ** -decimals, NEAR * Math.abs(numberOf(text)));
    return Math.abs(numberOf(found[i]) - numberOf(text)) <= most;
  });
}

function numberOf(text: string): number {
  return Number(text.replaceAll(',', '').replaceAll('−', '-'));
}

/** The numbers of a text, as they are written there. */
function numbersIn(text: string): string[] {
  return text.match(/[−-]?\d+(?:[.,]\d+)*(?:e[-+−]?\d+)?/g) ?? [];
}

async function numbersInName(figure: Locator): Promise<string[]> {
  return (await figure.count()) === 0 ? [] : numbersIn((await figure.getAttribute('aria-label')) ?? '');
}

async function valuesOf(
  figure: Locator,
  chosen: (trace: { readonly mode: string; readonly dash: string | null }) => boolean,
): Promise<(number | null)[]> {
  if ((await figure.count()) === 0) return [];
  return (await tracesOf(figure)).filter(chosen).flatMap(({ y }) => [...y]);
}

async function checkReading(card: Locator): Promise<CheckReading> {
  return {
    levels: await card.locator('[data-level]').evaluateAll((marks) => marks.map((mark) => mark.dataset.level ?? '')),
    numbers: (await card.locator('td, dd').allInnerTexts()).flatMap(numbersIn),
  };
}
