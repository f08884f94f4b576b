/**
 * Posterior draws of many observations as one file. NPZ: an array `draws` [n, draws, Q] of float64, and beside it `names.json` with the names along its first and last axis. CSV (RFC 4180): a record a draw, the name of
 * its observation first.
 */
import { writeNpz } from '../files/npz.ts';
import { csvField } from '../observation/csvText.ts';
import { ALTERED_COLUMN } from './drawsCsv.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export interface ManyDraws {
  /** Of the Q quantities. */
  readonly names: readonly string[];
  /** Of the n observations. */
  readonly labels: readonly string[];
  /** [n, draws, Q], in the quantities' own units. */
  readonly values: Float64Array;
  readonly draws: number;
  /** What they are where they are not the network's own (mending/marks.ts); null: they are. */
  readonly altered?: string | null;
}

export function manyDrawsNpz({ names, labels, values, draws, altered = null }: ManyDraws): Uint8Array {
  const beside = new TextEncoder().encode(
    JSON.stringify({ observations: labels, quantities: names, ...(altered === null ? {} : { altered }) }),
  );
  const array = { shape: [labels.length, draws, names.length], values };
  // Stored: packing would take longer than drawing, and hardly shrinks it.
  return writeNpz(new Map([['draws', array]]), new Map([['names.json', beside]]), 0);
}

/** The text in pieces, one an observation after the header, so that a worker can breathe between them. */
export function* manyDrawsCsv({ names, labels, values, draws, altered = null }: ManyDraws): Generator<string> {
  const width = names.length;
  const last = altered === null ? '' : `,${csvField(altered)}`;
  yield `${['observation', ...names, ...(altered === null ? [] : [ALTERED_COLUMN])].map(csvField).join(',')}\r\n`;
  for (const [i, label] of labels.entries()) {
    const name = csvField(label);
    let text = '';
    for (let at = i * draws * width; at < (i + 1) * draws * width; at += width) {
      text += name;
      for (let q = 0; q < width; q++) text += `,${values[at + q]}`;
      text += `${last}\r\n`;
    }
    yield text;
  }
}
