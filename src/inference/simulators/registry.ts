/**
 * The systems that come with the program, in the order of the gallery: a list, from which catalogues are made (catalogue.ts).
 * Adding one: its folder (or its file in benchmarks/), and its line here.
 */
import { bernoulliGlm } from './benchmarks/bernoulliGlm.ts';
import { gaussianLinear, gaussianLinearUniform } from './benchmarks/gaussianLinear.ts';
import { gaussianMixture } from './benchmarks/gaussianMixture.ts';
import { lotkaVolterra } from './benchmarks/lotkaVolterra.ts';
import { sir } from './benchmarks/sir.ts';
import { slcp } from './benchmarks/slcp.ts';
import { twoMoons } from './benchmarks/twoMoons.ts';
import { battery } from './battery/index.ts';
import { birthDeath } from './birthDeath/index.ts';
import { bridge } from './bridge/index.ts';
import { cylinder } from './cylinder/index.ts';
import { epidemic } from './epidemic/index.ts';
import { galaxyBias } from './galaxyBias/index.ts';
import { galaxyImage } from './galaxyImage/index.ts';
import { geneDelay } from './geneDelay/index.ts';
import { lorenz96 } from './lorenz96/index.ts';
import { weakLensing } from './weakLensing/index.ts';
import type { System } from './system.ts';

export const systems: readonly System[] = [
  galaxyBias,
  birthDeath,
  lorenz96,
  weakLensing,
  galaxyImage,
  geneDelay,
  epidemic,
  cylinder,
  battery,
  bridge,
  twoMoons,
  slcp,
  gaussianLinear,
  gaussianLinearUniform,
  gaussianMixture,
  bernoulliGlm,
  sir,
  lotkaVolterra,
];

/** @throws RangeError that names the systems of the list, when there is none of that id */
export function builtIn(id: string): System {
  const system = systems.find((candidate) => candidate.id === id);
  if (system === undefined) {
    throw new RangeError(
      `There is no system "${id}"; it must be one of ${systems.map((known) => known.id).join(', ')}.`,
    );
  }
  return system;
}
