/**
 * Posterior draws of many observations as one file. NPZ: an array `draws` [n, draws, Q] of float64, and beside it `names.json` with the names along its first and last axis. CSV (RFC 4180): a record a draw, the name of
 * its observation first.
 */
import { writeNpz } from '../files/npz.ts';
import { csvField } from '../observation/csvText.ts';
import { type DrawsNotes, namedNotes } from './drawsNotes.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export interface BatchDraws extends DrawsNotes {
  /** Of the Q quantities. */
  readonly names: readonly string[];
  /** Of the n observations. */
  readonly labels: readonly string[];
  /** [n, draws, Q], in the quantities' own units. */
  readonly values: Float64Array;
  readonly draws: number;
}

export function batchDrawsNpz({ names, labels, values, draws, ...notes }: BatchDraws): Uint8Array {
  const beside = new TextEncoder().encode(
    JSON.stringify({
      observations: labels,
      quantities: names,
      ...Object.fromEntries(namedNotes(notes).map(({ name, text }) => [name, text])),
    }),
  );
  const array = { shape: [labels.length, draws, names.length], values };
  // Stored: packing would take longer than drawing, and hardly shrinks it.
  return writeNpz(new Map([['draws', array]]), new Map([['names.json', beside]]), 0);
}

/** The text in pieces, one an observation after the header, so that a worker can breathe between them. */
export function* batchDrawsCsv({ names, labels, values, draws, ...notes }: BatchDraws): Generator<string> {
  const width = names.length;
  const said = namedNotes(notes);
  const last = said.map((note) => `,${csvField(note.text)}`).join('');
  yield `${['observation', ...names, ...said.map((note) => note.name)].map(csvField).join(',')}\r\n`;
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
