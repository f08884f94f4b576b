import { sizeOf } from './dataShape.ts';
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random.ts';
import { type Possible, whyNot } from './capabilities.ts';
import { changedDesign } from './designText.ts';
import { defaultProblem } from './problem.ts';
import { systems } from './registry.ts';
import type { Design, System } from './system.ts';
import { tableSystem } from './table/tableSystem.ts';

const table = tableSystem({
  key: '0a1b2c3d',
  file: 'night.npz',
  rows: 4000,
  checksum: '0000002a',
  parameters: [{ name: 'mu', prior: { family: 'uniform', low: -2, high: 2 }, low: -1.9, high: 1.9 }],
  data: [{ name: 'x_1', low: -4, high: 4 }],
});

/** The default design, and one for each other option and switch. */
function designs(system: System): Design[] {
  const { defaultDesign } = system;
  const changes = system.designFields.flatMap((field): Design[] => {
    if (field.kind === 'choice') return field.options.map(({ value }) => ({ [field.key]: value }));
    return field.kind === 'switch' ? [{ [field.key]: !defaultDesign[field.key] }] : [];
  });
  return [defaultDesign, ...changes.map((change) => changedDesign(system, change))];
}

describe.each([...systems, table].map((system) => [system.name, system] as const))('%s', (_, system) => {
  it('says that it has a likelihood exactly for the designs whose model has one', () => {
    for (const design of designs(system)) {
      const model = system.model(design);
      expect([design, whyNot(system.capabilities(design).likelihood) === null]).toEqual([
        design,
        model.logLikelihood !== undefined,
      ]);
    }
  });

  it('says in a sentence why it cannot do what it cannot do', () => {
    const all = designs(system).flatMap((design) => Object.values(system.capabilities(design)) as Possible[]);
    const reasons = all.map(whyNot).filter((reason) => reason !== null);
    expect(reasons.filter((reason) => !/^[A-Z].*\.$/.test(reason))).toEqual([]);
  });

  it('simulates exactly where it says so', () => {
    const { defaultDesign: design } = system;
    const model = system.model(design);
    const theta = system.parameters(design).map(({ defaultTruth }) => defaultTruth);
    const eta = system.nuisances(design).map(({ fixedValue }) => fixedValue);
    let obstacle: unknown = null;
    try {
      model.simulate(theta, eta, new Random(1, 1), new Float64Array(sizeOf(model.x)));
    } catch (error) {
      obstacle = error instanceof Error ? error.message : error;
    }
    expect(obstacle).toBe(whyNot(system.capabilities(design).simulate));
  });
});

it('what comes with the program can be simulated, linked to, compared with a reference, and its priors moved', () => {
  for (const system of systems) {
    for (const design of designs(system)) {
      const { simulate, movePriors, reference, link } = system.capabilities(design);
      expect([simulate, movePriors, reference, link]).toEqual([true, true, true, true]);
    }
  }
});

it('a table can do none of it, and has the reason of its reference from there', async () => {
  const { simulate, movePriors, likelihood, reference, link } = table.capabilities({});
  for (const possible of [simulate, movePriors, likelihood, reference, link]) expect(whyNot(possible)).not.toBeNull();
  const x = Float64Array.of(0);
  const answer = await table.reference({ problem: defaultProblem(table), x, draws: 1, random: new Random(1, 1) });
  expect(answer).toEqual({ kind: 'unavailable', reason: whyNot(reference) });
});
