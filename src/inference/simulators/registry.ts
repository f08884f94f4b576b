/** All systems, in the order of the gallery. Adding one: its folder, and its line here. */
import { galaxyBias } from './galaxyBias/index.ts';
import { lorenz96 } from './lorenz96/index.ts';
import type { System } from './system.ts';

export const systems: readonly System[] = [galaxyBias, lorenz96];
