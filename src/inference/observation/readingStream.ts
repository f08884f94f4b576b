/** The readings of an observation one by one, in the order of x: what it is when only the first few of them have come. */
import { countPresent, firstReadings } from '../simulators/readings/anyReadings.ts';
import type { System } from '../simulators/system.ts';
import { type Observation, type ObservationSource, observationFromRaw } from './observation.ts';

/** Whether readings of these data come one by one. */
export function comesInReadings(system: System, observation: Observation): boolean {
  return observation.x !== null && system.model(observation.design).readings !== undefined;
}

/** Entries of x of which one reading consists. */
function groupOf(system: System, { design }: Pick<Observation, 'design'>): number {
  return system.model(design).readings?.group ?? 1;
}

/** Readings that are there. */
export function readingsOf(system: System, observation: Pick<Observation, 'x' | 'design'>): number {
  const { x } = observation;
  return x === null ? 0 : countPresent(x) / groupOf(system, observation);
}

/** What comes one by one, in the plural. */
export function readingsName(system: System, { design }: Pick<Observation, 'design'>): string {
  return system.model(design).readings?.name ?? 'readings';
}

/**
 * The observation with the first `count` of its readings, at least one; itself where there are no more. Those that are left out are told as
 * changes of it, so that a link or a saved study holds the readings that are looked at, and not those that are still to come.
 */
export function withReadings(system: System, whole: Observation, count: number): Observation {
  const { x, source } = whole;
  if (x === null || count >= readingsOf(system, whole)) return whole;
  const some = firstReadings(x, groupOf(system, whole) * Math.max(1, count));
  const before = source.kind === 'edited' ? source : { kind: 'edited' as const, of: source, entries: [] };
  const left = Array.from(x.keys()).filter((i) => Number.isNaN(some[i]) && !Number.isNaN(x[i]));
  const entries = [...new Set([...before.entries, ...left])].sort((a, b) => a - b);
  const shown: ObservationSource = { ...before, entries };
  return observationFromRaw(system, whole.design, some, { ...whole, source: shown });
}
