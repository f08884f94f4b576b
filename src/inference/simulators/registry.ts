/** All systems, in the order of the gallery. Adding one: its folder, and its line here. */
import type { System } from './system.ts';

export const systems: readonly System[] = [];
