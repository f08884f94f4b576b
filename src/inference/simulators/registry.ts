/** All systems, in the order of the gallery. Adding one: its folder, and its line here. */
import { birthDeath } from './birthDeath/index.ts';
import { galaxyBias } from './galaxyBias/index.ts';
import { lorenz96 } from './lorenz96/index.ts';
import type { System } from './system.ts';

export const systems: readonly System[] = [galaxyBias, birthDeath, lorenz96];

/** @throws Error that names the known systems, when there is none of that id */
export function systemById(id: string): System {
  const system = systems.find((candidate) => candidate.id === id);
  if (system === undefined) {
    throw new Error(`There is no system "${id}"; it must be one of ${systems.map((known) => known.id).join(', ')}.`);
  }
  return system;
}
