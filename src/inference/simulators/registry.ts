/** All systems, in the order of the gallery. Adding one: its folder (or its file in benchmarks/), and its line here. */
import { bernoulliGlm } from './benchmarks/bernoulliGlm.ts';
import { gaussianLinear, gaussianLinearUniform } from './benchmarks/gaussianLinear.ts';
import { gaussianMixture } from './benchmarks/gaussianMixture.ts';
import { lotkaVolterra } from './benchmarks/lotkaVolterra.ts';
import { sir } from './benchmarks/sir.ts';
import { slcp } from './benchmarks/slcp.ts';
import { twoMoons } from './benchmarks/twoMoons.ts';
import { birthDeath } from './birthDeath/index.ts';
import { galaxyBias } from './galaxyBias/index.ts';
import { lorenz96 } from './lorenz96/index.ts';
import type { System } from './system.ts';
import { type TableDescription, tableId, tableSystem } from './table/tableSystem.ts';

export const systems: readonly System[] = [
  galaxyBias,
  birthDeath,
  lorenz96,
  twoMoons,
  slcp,
  gaussianLinear,
  gaussianLinearUniform,
  gaussianMixture,
  bernoulliGlm,
  sir,
  lotkaVolterra,
];

/** Tables of simulations that came while the program runs, by the id of their system. */
const tables = new Map<string, { readonly description: TableDescription; readonly system: System }>();

/** Makes a table's system known to `systemById`, in this page or worker alone; the same one for the same table. */
export function addTable(description: TableDescription): System {
  const id = tableId(description.key);
  const { system } = tables.get(id) ?? { system: tableSystem(description) };
  if (!tables.has(id)) tables.set(id, { description, system });
  return system;
}

/** Null: the system of this id is no table. */
export function tableById(id: string): TableDescription | null {
  return tables.get(id)?.description ?? null;
}

/** @throws Error that names the known systems, when there is none of that id */
export function systemById(id: string): System {
  const system = systems.find((candidate) => candidate.id === id) ?? tables.get(id)?.system;
  if (system === undefined) {
    throw new Error(`There is no system "${id}"; it must be one of ${systems.map((known) => known.id).join(', ')}.`);
  }
  return system;
}
