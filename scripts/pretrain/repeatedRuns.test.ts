import { expect, it } from 'vitest';
import { simulatePairs } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { defaultStudy } from '../../src/inference/study/defaults.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import { runDifferences } from './comparison.ts';
import { repeatRuns } from './repeatedRuns.ts';

const system = builtIn('two-moons');
const first = defaultStudy(system);
/** Its training ends after 72 steps. */
const study = { ...first, training: { ...first.training, simulations: 2000, epochs: 10 } };

/** Simulates in this thread, in chunks of so many. */
function pairsBy(chunk: number): PairSource {
  return {
    async *simulate(problem, seed, stream, from, count) {
      for (let at = from; at < from + count; at += chunk) {
        yield { from: at, ...simulatePairs(system, problem, seed, stream, at, Math.min(chunk, from + count - at)) };
        await Promise.resolve();
      }
    },
  };
}

it('the runs come out the same again, however simulations are shared out, and a training of fewer steps to its end', async () => {
  const [one, other] = [await repeatRuns(study, pairsBy(1000)), await repeatRuns(study, pairsBy(170))];
  expect(runDifferences(one.runs, other.runs)).toEqual([]);
  const { start, short, stopping } = one.runs;
  expect(start.losses).toHaveLength(72);
  expect(start.end?.reason).toBe('budget');
  expect(short.end?.reason).toBe('budget');
  expect(stopping.end?.reason).toBe('early-stopping');
  expect(one.start.step).toBe(72);
});

it('the runs differ from the second step on when the learning rate does', async () => {
  const changed = { ...study, training: { ...study.training, learningRate: 1.01 * study.training.learningRate } };
  const [before, after] = [await repeatRuns(study, pairsBy(500)), await repeatRuns(changed, pairsBy(500))];
  const differences = runDifferences(before.runs, after.runs);
  expect(differences).toHaveLength(3);
  for (const difference of differences) expect(difference).toContain('differs from step 2 on');
});
