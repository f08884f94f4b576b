/** A focused posterior in a saved study: read as it was written, and refused beside other data, other priors or with other numbers. */
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../files/safetensors.ts';
import { simulateObservation } from '../../observation/observation.ts';
import { recordOf } from '../../observation/record.ts';
import { SystemCatalogue } from '../../simulators/catalogue.ts';
import { builtIn } from '../../simulators/registry.ts';
import { defaultStudy } from '../defaults.ts';
import { readStudyFile, writeStudyFile } from '../../export/studyFile.ts';
import { sampleFocus } from '../testing/sampleFocus.ts';
import { readFocus, writeFocus } from './savedFocus.ts';
import { readSaved, writeSaved } from './savedStudy.ts';

const catalogue = new SystemCatalogue();
const system = builtIn('two-moons');
const study = defaultStudy(system);
const observed = (seed: number) => recordOf(simulateObservation(system, study.problem, [0.3, -0.2], null, seed));
const document = { study, observation: observed(1), view: null };
const bytes = writeFocus(sampleFocus, document, catalogue);

/** What is wrong with it beside a document. */
function problemOf(given: Uint8Array, beside = document): string {
  const reading = readFocus(given, beside, catalogue);
  return reading.ok ? 'none' : reading.problem.problem;
}

function changed(
  change: (tensors: Map<string, { shape: number[]; data: Float64Array }>, said: Map<string, string>) => void,
) {
  const reading = readSafetensors(bytes);
  if (!reading.ok) throw new Error(reading.problem);
  const tensors = new Map(
    [...reading.file.tensors].map(([name, { shape, data }]) => [
      name,
      { shape: [...shape], data: Float64Array.from(data) },
    ]),
  );
  const metadata = new Map(reading.file.metadata);
  change(tensors, metadata);
  return writeSafetensors({ tensors, metadata });
}

describe('a focused posterior that is saved', () => {
  it('comes back with its study, in a file and in the browser', () => {
    const saved = { document, run: null, focus: sampleFocus };
    const file = readStudyFile(writeStudyFile({ saved, observation: null, draws: null }, catalogue), catalogue);
    expect(file.ok && file.value.focus).toEqual(sampleFocus);
    const kept = readSaved(writeSaved(saved, catalogue), catalogue);
    expect(kept.ok && kept.value.focus).toEqual(sampleFocus);
    // A study that has none says so.
    const none = readSaved(writeSaved({ document, run: null }, catalogue), catalogue);
    expect(none.ok && none.value.focus).toBe(undefined);
  });

  it('says whether the network has changed since, which files of before do not', () => {
    const left = writeFocus({ ...sampleFocus, networkLeft: true }, document, catalogue);
    expect(readFocus(left, document, catalogue)).toMatchObject({ value: { networkLeft: true } });
    const before = changed((_, said) => {
      void said.set('focused', (said.get('focused') ?? '').replace(',"networkLeft":false', ''));
    });
    expect(before).not.toEqual(bytes);
    expect(readFocus(before, document, catalogue)).toMatchObject({ value: { networkLeft: false } });
  });

  it('that cannot be read does not keep its study from being read, which says so', () => {
    const { study: text } = writeSaved({ document, run: null }, catalogue);
    const damaged = changed((tensors) => void tensors.delete('region'));
    const saved = readSaved({ study: text, run: null, focus: damaged }, catalogue);
    if (!saved.ok) throw new Error(saved.problem.problem);
    expect(saved.value.focus).toBeUndefined();
    expect(saved.value.focusProblem).toMatch(/^The focused posterior cannot be used: .* opened without it\.$/);
  });

  it('does not depend on how the page looked or on how its network was trained', () => {
    const trainedOtherwise = { ...study, training: { ...study.training, epochs: 3 }, seed: 9 };
    expect(problemOf(bytes, { ...document, study: trainedOtherwise })).toBe('none');
  });

  it('is refused beside another observation, no observation, or other priors', () => {
    const { priors } = study.problem;
    const moved = { ...priors, theta1: { family: 'uniform', low: -1, high: 0.9 } as const };
    const others = [
      { ...document, observation: observed(2) },
      { ...document, observation: null as never },
      { ...document, study: { ...study, problem: { ...study.problem, priors: moved } } },
    ];
    for (const other of others) expect(problemOf(bytes, other)).toContain('of another observation, design or prior');
  });

  it.each<[string, Parameters<typeof changed>[0]]>([
    ['a number that is none', (tensors) => tensors.get('draws')?.data.set([NaN])],
    ['rows of another length', (tensors) => void tensors.set('draws', { shape: [2, 3], data: new Float64Array(6) })],
    ['no region', (tensors) => void tensors.delete('region')],
  ])('is refused with %s', (_, change) => {
    expect(problemOf(changed(change))).toContain('rows of 2 finite numbers');
  });

  it('is refused with shares that are none, and with words for levels that there are not', () => {
    for (const [from, to] of [
      ['"share":0.012', '"share":1.2'],
      ['"level":"warn"', '"level":"fine"'],
    ]) {
      const wrong = changed((_, said) => void said.set('focused', (said.get('focused') ?? '').replace(from, to)));
      expect(problemOf(wrong)).toMatch(/share|level/);
    }
  });
});
