/** The example files of readings that the page offers: made here, and what is known of them is found in them. */
import { expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { sizeOf } from './dataShape.ts';
import { defaultProblem } from './problem.ts';
import { builtIn } from './registry.ts';
import type { Design } from './system.ts';
import { tableFormat } from './testing/kinds.ts';

interface Example {
  readonly about: string;
  readonly design?: Partial<Design>;
  readonly theta: readonly number[];
  readonly eta: readonly number[];
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  'gene-delay': {
    about:
      'Made with the page\u2019s own simulator: alpha 1, beta 0.5, half-lives 20 and 60 min, a delay of 20 min, noise 10 %',
    theta: [1, 0.5, 20, 60, 20],
    eta: [0.1, 1],
  },
  epidemic: {
    about: 'Made with the page\u2019s own simulator: beta 0.4, gamma 0.125 a day, everything reported',
    theta: [0.4, 0.125],
    eta: [1, 0, 0.1],
  },
  cylinder: {
    about: 'Made with the page\u2019s own simulator: lambda 1.5, mu 1 GPa, a pressure of 0.01 GPa',
    theta: [1.5, 1],
    eta: [0, 0.01],
  },
  battery: {
    about: 'Made with the page\u2019s own simulator: R0 30, R1 20 mOhm, C1 5000 F, 3.703 V at rest',
    theta: [30, 20, 5000],
    eta: [3.703],
  },
  bridge: {
    about: 'Made with the page\u2019s own simulator: EI 1.68 GN m2, 5 t/m',
    theta: [1.68, 5],
    eta: [],
  },
};

it.each(Object.entries(EXAMPLES))(
  '%s.csv is what the simulator makes, and is read as it was written',
  async (id, example) => {
    const system = builtIn(id);
    const format = tableFormat(system);
    const design = { ...system.defaultDesign, ...example.design } as Design;
    const model = system.model(design);
    const x = new Float64Array(sizeOf(model.x));
    model.simulate(example.theta, example.eta, new Random(2026, STREAMS.observation), x);
    const { header, rows, metadata } = format.write(x, design);
    const short = rows.map((row) => row.map((value) => Number(value.toPrecision(6))));
    const lines = [
      `# ${example.about}.`,
      ...Object.entries(metadata).map(([key, value]) => `# ${key}: ${value}`),
      header.join(','),
      ...short.map((row) => row.join(',')),
    ];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../../../public/examples/${id}.csv`);
    const columns = Object.fromEntries(header.map((name, j) => [name, Float64Array.from(short, (row) => row[j])]));
    const found = format.read(
      { columns, rowNumbers: short.map((_, i) => i + 3), metadata },
      defaultProblem(system).design,
    );
    if (!found.ok) throw new Error(found.problem.problem);
    expect(found.design).toEqual(design);
    found.x.forEach((value, i) => expect(Math.abs(value - x[i])).toBeLessThanOrEqual(1e-5 * Math.abs(x[i])));
  },
);
