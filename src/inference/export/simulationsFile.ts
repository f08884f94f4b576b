/**
 * The simulations that a network was trained on, as NPZ: theta [n, D], s [n, C] and, where they were wanted, the raw data
 * x [n, ·], with names.json beside them: names and units of the parameters, names of the summaries, and the study.
 */
import type { NpyContent } from '../files/npy.ts';
import { writeNpz } from '../files/npz.ts';
import type { System } from '../simulators/system.ts';
import type { Study } from '../study/study.ts';
import { entryNames } from '../simulators/dataShape.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export interface SimulationTable {
  /** [n, D], natural units. */
  readonly theta: Float64Array;
  /** [n, C] */
  readonly s: Float64Array;
  /** Raw data [n, size of x]; null: left out. */
  readonly x: Float64Array | null;
}

export function simulationsFile(
  system: System,
  study: Study,
  { theta, s, x }: SimulationTable,
): Uint8Array<ArrayBuffer> {
  const { design } = study.problem;
  const parameters = system.parameters(design).map(({ key, label, unit }) => ({ key, label, unit }));
  const summaries = entryNames(system.model(design).s);
  const n = theta.length / parameters.length;
  const arrays = new Map<string, NpyContent>([
    ['theta', { shape: [n, parameters.length], values: theta }],
    ['s', { shape: [n, summaries.length], values: s }],
  ]);
  if (x !== null) arrays.set('x', { shape: [n, x.length / n], values: x });
  const names = { system: system.name, parameters, summaries, study };
  const sidecar = new TextEncoder().encode(`${JSON.stringify(names, null, 1)}\n`);
  // Stored: random digits hardly shrink, and there may be hundreds of megabytes of them.
  return writeNpz(arrays, new Map([['names.json', sidecar]]), 0) as Uint8Array<ArrayBuffer>;
}
