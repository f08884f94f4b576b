import { expect, it } from 'vitest';
import { twoMoons } from '../simulators/benchmarks/twoMoons.ts';
import { networkSpec } from './networkSpec.ts';
import { defaultStudy } from './defaults.ts';

it('a system whose summaries may be missing has a network with a mask, another has none', () => {
  const study = defaultStudy(twoMoons);
  expect(networkSpec(twoMoons, study)).toMatchObject({ context: 2, embedding: { kind: 'none' } });
  const sensors = {
    ...twoMoons,
    model: (design: typeof study.problem.design) => ({ ...twoMoons.model(design), missing: true }),
  };
  expect(networkSpec(sensors, study)).toMatchObject({ context: 4, embedding: { kind: 'dense', mask: true } });
});
