import { expect, it } from 'vitest';
import { STREAMS } from '../../../inference/math/random.ts';
import { LikelihoodRefusal } from '../../../inference/simulators/likelihoodRefusal.ts';
import { inferredPrior } from '../../../inference/simulators/problem.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';
import { CheckData } from './checkData.ts';
import type { Asked, AskedNetwork } from './requestedNetwork.ts';

const twoMoons = builtIn('two-moons');
const study = defaultStudy(twoMoons);
const asked = { study, prior: inferredPrior(twoMoons, study.problem) } as Asked;
const source = { stream: STREAMS.calibration, from: 0 };

function dataWith(refused: Error | null) {
  const pairs = {
    likelihoods: () => (refused === null ? Promise.resolve(new Float64Array(1)) : Promise.reject(refused)),
  } as unknown as PairSource;
  const system = { ...twoMoons, likelihoodFault: () => Promise.resolve(null) };
  return new CheckData({ system, width: 2 } as unknown as AskedNetwork, pairs, new AbortController().signal);
}

it('a likelihood that is refused has no part in a check; another error ends it', async () => {
  const theta = new Float64Array(2);
  expect(await dataWith(null).soundLikelihoods(asked, source, theta)).toBeInstanceOf(Function);
  expect(await dataWith(new LikelihoodRefusal('Another one.')).soundLikelihoods(asked, source, theta)).toBeNull();
  await expect(dataWith(new Error('lost')).soundLikelihoods(asked, source, theta)).rejects.toThrow('lost');
});
