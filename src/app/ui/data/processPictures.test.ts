import { describe, expect, it } from 'vitest';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import { processPicture } from './processPictures.tsx';

describe('the picture of what a simulator does', () => {
  const systems = new SystemCatalogue().listed;

  it.each(systems.map(({ id }) => id))('%s has one', (id) => {
    expect(processPicture(id)).not.toBeNull();
  });

  it('a system that the page does not bring along has none', () => {
    expect(processPicture('constructor')).toBeNull();
  });

  it.each(systems.map((system) => [system.id, system] as const))(
    '%s: its symbols are those of the quantities',
    (id, system) => {
      const { design } = defaultProblem(system);
      const known = [...system.parameters(design), ...system.display(design)].map(({ symbol }) => symbol);
      for (const symbol of processPicture(id)?.symbols ?? []) {
        // theta stands for theta_1 and all that follow.
        expect(known.some((name) => name === symbol || name.startsWith(symbol))).toBe(true);
      }
    },
  );
});
