/** Checks at data of which some readings are not there yet. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import { observationFromRaw, simulateObservation } from '../../../inference/observation/observation.ts';
import { replicatedSummaries } from '../../../inference/posterior/replicated.ts';
import { sizeOf } from '../../../inference/simulators/dataShape.ts';
import { defaultProblem, simulatePairs } from '../../../inference/simulators/problem.ts';
import { firstReadings } from '../../../inference/simulators/readings/anyReadings.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import { ObservationChecks } from './observationChecks.ts';
import { TrainingSession } from './trainingSession.ts';

const system = builtIn('cylinder');
const design = { ...system.defaultDesign, readings: 'any' };
const problem = defaultProblem(system, design);
const whole = simulateObservation(system, problem, [1.5, 1], null, 3);
const never = new AbortController().signal;
const first = (count: number, from = whole) =>
  observationFromRaw(system, design, firstReadings(from.x ?? new Float64Array(0), count), whole).s;

describe('checks at readings that are there', () => {
  let session: TrainingSession;
  const asked: string[] = [];
  const checks = new ObservationChecks({
    replicate: ({ thetas, seed, from, present }) => {
      asked.push(present?.join('') ?? 'as drawn');
      return Promise.resolve(replicatedSummaries(system, problem, thetas, seed, from, present));
    },
  });

  beforeAll(async () => {
    const module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
    session = new TrainingSession({
      system,
      study: { problem, training: { ...defaultTraining(system, design), simulations: 4000 }, seed: 7 },
      pairs: {
        async *simulate(of, seed, stream, from, count) {
          yield { from, ...simulatePairs(system, of, seed, stream, from, count) };
        },
      },
      engine: { make: (spec, members) => new WasmEngine(spec, module, { members }), callMs: 0 },
      resume: null,
      now: () => performance.now(),
    });
    for await (const event of session.run(600, () => {})) void event;
  }, 60_000);

  it.each([1, 5, 11])(
    'compare with simulations of which the same %i are there',
    async (count) => {
      asked.length = 0;
      const s = first(count);
      const subject = await session.checks.subject();
      const { outlier, predictive } = await checks.check(subject, s, never);
      expect(new Set(asked)).toEqual(new Set([`${'1'.repeat(count)}${'0'.repeat(11 - count)}`]));
      expect(outlier.verdict.level).toBe('good');
      expect(Number.isFinite(outlier.distance)).toBe(true);
      // Those that are there, and five numbers that are made of them.
      expect(predictive?.summaries).toHaveLength(count + 5);
      // The first gauge reads what no wall does.
      const x = (whole.x ?? new Float64Array(0)).map((value, i) => (i === 0 ? 40 * value : value));
      const strange = await checks.check(subject, first(count, { ...whole, x }), never);
      expect(strange.outlier.verdict.level).toBe('bad');
    },
    60_000,
  );

  it('rank many observations each among those with its own readings', async () => {
    const C = sizeOf(system.model(design).s);
    const counts = [1, 5, 11, 5];
    const s = new Float64Array(counts.length * C);
    counts.forEach((count, i) => s.set(first(count), i * C));
    const subject = await session.checks.subject();
    const p = await checks.outliers(subject, s);
    for (const [i, count] of counts.entries()) expect(p[i]).toBe((await checks.outlier(subject, first(count))).p);
  }, 60_000);

  it('have a null of the local test for each set of readings', async () => {
    const subject = await session.checks.subject();
    const five = await checks.local(subject, first(5), never, () => {});
    expect(Number.isFinite(five.p)).toBe(true);
    expect((await checks.local(subject, first(5), never, () => {})).p).toBe(five.p);
    await checks.local(subject, first(2), never, () => {});
  }, 120_000);
});
