/** Runs that were pinned for comparison: what each answered, and the numbers that it is judged by. In memory only. */
import type { Mark } from '../../inference/correction/marks.ts';
import type { Verdict } from '../../inference/diagnostics/report/verdict.ts';
import type { ObservationRecord } from '../../inference/observation/record.ts';
import type { System } from '../../inference/simulators/system.ts';
import type { Study } from '../../inference/study/study.ts';

/** More outlines cannot be told apart. */
export const MOST_PINS = 5;
export const LONGEST_PIN_NAME = 40;

export interface Pin {
  readonly id: number;
  readonly name: string;
  /** Its colour, 0 to MOST_PINS - 1. */
  readonly place: number;
  readonly system: System;
  /** The study whose posterior it is. */
  readonly study: Study;
  readonly observation: ObservationRecord;
  /** Draws of theta as they were on screen, [n, D], natural units. */
  readonly draws: Float64Array;
  /** What they are where they are not the network's own. */
  readonly marks: readonly Mark[];
  /** Best validation loss, nats; null: none yet. */
  readonly validation: number | null;
  /** Distance from the reference posterior, sd; null where it was not known. */
  readonly distance: number | null;
  readonly calibration: Verdict | null;
  readonly step: number;
  /** Of training, the waiting for simulations included; null: it was begun on another page, or before a reload. */
  readonly seconds: number | null;
  readonly engine: string;
}

export interface PinsSlice {
  readonly pins: readonly Pin[];
}

export const pinsSlice: PinsSlice = { pins: [] };

/** Adds a pin in the first place that is free, named after its number and what was done to the posterior. */
export function withPin({ pins }: PinsSlice, pin: Omit<Pin, 'id' | 'name' | 'place'>): PinsSlice {
  const taken = pins.map(({ place }) => place);
  const place = Array.from({ length: MOST_PINS }, (_, i) => i).find((i) => !taken.includes(i));
  if (place === undefined) throw new RangeError(`${MOST_PINS} runs are pinned already: unpin one first.`);
  const id = 1 + Math.max(0, ...pins.map((other) => other.id));
  const words = pin.marks.map(({ word }) => word).join(', ');
  return { pins: [...pins, { ...pin, id, name: words === '' ? `Run ${id}` : `Run ${id} (${words})`, place }] };
}

export function withoutPin({ pins }: PinsSlice, id: number): PinsSlice {
  return { pins: pins.filter((pin) => pin.id !== id) };
}

/** An empty name leaves the one that was. */
export function withPinName({ pins }: PinsSlice, id: number, name: string): PinsSlice {
  const short = name.trim().slice(0, LONGEST_PIN_NAME);
  return { pins: pins.map((pin) => (pin.id === id && short !== '' ? { ...pin, name: short } : pin)) };
}
