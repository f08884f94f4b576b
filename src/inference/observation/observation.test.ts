import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { designProblems } from '../simulators/designProblems.ts';
import { defaultProblem, inferredPrior } from '../simulators/problem.ts';
import { systems } from '../simulators/registry.ts';
import { type Design, hasColumns, type System } from '../simulators/system.ts';
import { editObservation, observationFromRaw, sameDesign, simulateObservation } from './observation.ts';
import { readObservation } from './readFile.ts';
import { writeObservation } from './writeFile.ts';
import { pointsView } from '../simulators/testing/kinds.ts';

const RUNS = { numRuns: 25, seed: 4 };

/** Each system in every choice and switch of its prominent fields, or as it is where it has none. */
const settings: readonly (readonly [string, System, Design])[] = systems.filter(hasColumns).flatMap((system) => {
  const variants = system.designFields.flatMap((field): (readonly [string, string | boolean])[] => {
    if (!field.prominent) return [];
    if (field.kind === 'choice') return field.options.map(({ value }) => [field.key, value]);
    return field.kind === 'switch' ? [true, false].map((value) => [field.key, value]) : [];
  });
  if (variants.length === 0) return [[system.name, system, system.defaultDesign] as const];
  return variants.map(([key, value]) => {
    const changed = { ...system.defaultDesign, [key]: value };
    return [`${system.name}, ${key} ${value}`, system, system.completeDesign?.(changed) ?? changed] as const;
  });
});

function truthOf(system: System, design: Design): number[] {
  return system.parameters(design).map(({ defaultTruth }) => defaultTruth);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe.each(settings)('%s', (_name, system, design) => {
  const problem = defaultProblem(system, design);
  const truth = truthOf(system, design);

  it('simulates the same observation from the same seed, and another from another', () => {
    const one = simulateObservation(system, problem, truth, null, 7);
    expect(simulateObservation(system, problem, truth, null, 7)).toEqual(one);
    expect(simulateObservation(system, problem, truth, null, 8).x).not.toEqual(one.x);
    expect(one).toMatchObject({ system: system.id, design, truth, source: { kind: 'simulated', seed: 7 } });
  });

  it('takes the nuisances that it is given, and leaves the noise alone when they are those of the problem', () => {
    const drawn = simulateObservation(system, problem, truth, null, 7);
    if (drawn.source.kind !== 'simulated') throw new Error('not simulated');
    const given = simulateObservation(system, problem, truth, drawn.source.eta, 7);
    expect(given).toEqual(drawn);
  });

  it('writes any observation to a file that reads back to the same data, design and truth', async () => {
    const prior = inferredPrior(system, problem);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2 ** 32 - 1 }), async (seed) => {
        const theta = prior.sample(1, new Random(seed, STREAMS.simulation, 0));
        const observation = simulateObservation(system, problem, theta, null, seed);
        const text = writeObservation(system, observation) ?? '';
        const result = await readObservation({ name: 'a.csv', bytes: bytesOf(text) }, system, design, systems);
        if (!result.ok) throw new Error(result.error.message);
        const { design: read, ...rest } = result.observation;
        expect(rest).toEqual({
          system: system.id,
          x: observation.x,
          s: observation.s,
          truth: observation.truth,
          source: { kind: 'file', name: 'a.csv' },
          notices: [],
        });
        expect(result.designDifferences).toEqual([]);
        expect(sameDesign(system, { ...observation, design: read }, design)).toBe(true);
      }),
      RUNS,
    );
  });

  it('does so for every design that the fields offer', async () => {
    const numbers = system.designFields.filter((field) => field.kind === 'number');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: numbers.length, maxLength: numbers.length }),
        async (u) => {
          let varied: Design = design;
          for (const [j, field] of numbers.entries()) {
            if (field.when && !field.when(varied)) continue;
            const value = field.low + u[j] * (field.high - field.low);
            const next = { ...varied, [field.key]: field.integer ? Math.round(value) : value };
            varied = system.completeDesign?.(next) ?? next;
          }
          expect(designProblems(varied, system.designFields)).toEqual([]);
          const observation = simulateObservation(system, defaultProblem(system, varied), truth, null, 3);
          const file = { name: 'a.csv', bytes: bytesOf(writeObservation(system, observation) ?? '') };
          const result = await readObservation(file, system, varied, systems);
          if (!result.ok) throw new Error(result.error.message);
          expect(result.designDifferences).toEqual([]);
          expect(result.observation.x).toEqual(observation.x);
        },
      ),
      RUNS,
    );
  });

  it('moves a point to what the plot allows and remembers which one', () => {
    const observation = simulateObservation(system, problem, truth, null, 7);
    const view = pointsView(system, design);
    const entry = view.series[0].index[1];
    const target = view.space === 'x' ? observation.x?.[0] : observation.s[0];
    const plotted = view.plot?.(entry, Number(target)) ?? Number(target);
    const edited = editObservation(system, observation, entry, plotted + 0.3);
    const moved = view.space === 'x' ? edited.x?.[entry] : edited.s[entry];
    const wanted = view.unplot?.(entry, plotted + 0.3) ?? plotted + 0.3;
    expect(moved).toBeCloseTo(view.allowed.integer ? Math.round(wanted) : wanted, 9);
    expect(edited.source).toEqual({ kind: 'edited', of: observation.source, entries: [entry] });
    const fresh = view.space === 'x' && edited.x ? observationFromRaw(system, design, edited.x, edited) : edited;
    expect(edited).toEqual(fresh);
    expect(edited.x === null).toBe(view.space === 's');
    const twice = editObservation(
      system,
      editObservation(system, edited, entry, plotted),
      view.series[0].index[0],
      plotted,
    );
    expect(twice.source).toMatchObject({ of: observation.source, entries: [view.series[0].index[0], entry] });
    expect(() => editObservation(system, observation, -1, 0)).toThrow(/No data value -1/);
    expect(() => editObservation(system, observation, entry, Number.NaN)).toThrow(/finite/);
  });

  it('clamps a point that is dragged out of what is allowed', () => {
    const observation = simulateObservation(system, problem, truth, null, 7);
    const { series, space, allowed } = pointsView(system, design);
    for (const [end, bound] of [
      [-1e12, allowed.low],
      [1e12, allowed.high],
    ]) {
      const edited = editObservation(system, observation, series[0].index[0], end);
      const value = (space === 'x' ? edited.x : edited.s)?.[series[0].index[0]];
      expect(value).toBe(bound);
      expect(edited.s.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('an observation of other data', () => {
  const [system] = systems;
  const { defaultDesign: design } = system;

  it('refuses data of another size', () => {
    expect(() =>
      observationFromRaw(system, design, new Float64Array(2), { source: { kind: 'file', name: 'a' } }),
    ).toThrow(/2 data values, but this design has/);
  });

  it('is of the same design only for the same system with equal fields', () => {
    const observation = simulateObservation(system, defaultProblem(system), truthOf(system, design), null, 1);
    expect(sameDesign(system, observation, design)).toBe(true);
    expect(sameDesign(systems[1], observation, design)).toBe(false);
    const numeric = system.designFields.find((field) => field.kind === 'number' && !field.when);
    if (!numeric) throw new Error('no numeric field');
    expect(sameDesign(system, observation, { ...design, [numeric.key]: 12345 })).toBe(false);
  });

  it('cannot be written once its summaries were edited', () => {
    const observation = simulateObservation(system, defaultProblem(system), truthOf(system, design), null, 1);
    expect(writeObservation(system, { ...observation, x: null })).toBeNull();
  });
});
