import { SystemCatalogue } from '../../simulators/catalogue.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editObservation } from '../../observation/observation.ts';
import { recordOf } from '../../observation/record.ts';
import { defaultProblem } from '../../simulators/problem.ts';
import { builtIn, systems } from '../../simulators/registry.ts';
import type { System } from '../../simulators/system.ts';
import { defaultTraining } from '../../training/defaults.ts';
import { defaultStudy, firstObservation } from '../defaults.ts';
import { type StudyDocument, readStudy, writeStudy } from './document.ts';
import type { Study } from '../study.ts';
import { sampleTable, tableDocument } from '../testing/sampleTable.ts';
import { defaultView } from './view.ts';

const catalogue = new SystemCatalogue();
catalogue.define({ kind: 'table', description: sampleTable });

function documentOf(id: string): StudyDocument {
  const system = builtIn(id);
  const study = defaultStudy(system);
  return { study, observation: recordOf(firstObservation(system, study.problem)), view: defaultView };
}

type Json = Record<string, unknown>;

/** The document of a system with one entry changed, by its path. */
function changed(id: string, path: string, value: unknown): string {
  const content = JSON.parse(writeStudy(documentOf(id), catalogue)) as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = content;
  for (const key of keys) at = at[key] as Json;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(content);
}

function refusal(text: string): string {
  const read = readStudy(text, catalogue);
  return read.ok ? 'accepted' : read.problems.join('\n');
}

/** Version 1 as the page wrote it. */
const VERSION_1 = `{
  "kind": "study",
  "version": 1,
  "problem": {
    "system": "two-moons",
    "design": {},
    "priors": {
      "theta1": { "family": "uniform", "low": -1, "high": 0.5 },
      "theta2": { "family": "uniform", "low": -1, "high": 1 }
    },
    "nuisances": {}
  },
  "training": {
    "simulations": 10000, "fresh": false, "members": 1, "preset": "small", "batchSize": 100, "epochs": 80,
    "learningRate": 0.005, "schedule": "cosine", "patience": 40, "weightPriorSd": 0.5, "clipNorm": 5,
    "validationFraction": 0.1
  },
  "seed": 3
}
`;

describe('a study document', () => {
  it.each(systems.map(({ id }) => id))('of %s is read as it was written, and written as it was read', (id) => {
    const document = documentOf(id);
    const text = writeStudy(document, catalogue);
    const read = readStudy(text, catalogue);
    expect(read).toEqual({ ok: true, document });
    expect(read.ok && writeStudy(read.document, catalogue)).toBe(text);
  });

  it('has the same bytes whatever the order of its members', () => {
    const reversed = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .map(([key, member]) => [key, reversed(member)] as const)
              .toReversed(),
          );
    const text = writeStudy(documentOf('lorenz-96'), catalogue);
    const read = readStudy(JSON.stringify(reversed(JSON.parse(text))), catalogue);
    expect(read.ok && writeStudy(read.document, catalogue)).toBe(text);
  });

  it('holds the default training of every system at any number of simulations, and a starved one', () => {
    for (const system of systems) {
      const study = defaultStudy(system);
      for (const simulations of [200, 1000, 10_000, 1_000_000]) {
        const training = defaultTraining(system, system.defaultDesign, simulations);
        const text = writeStudy({ study: { ...study, training }, observation: null, view: null }, catalogue);
        expect(refusal(text), `${system.id} ${simulations}`).toBe('accepted');
      }
    }
  });

  it('of version 1 is read as a study without observation and view', () => {
    const read = readStudy(VERSION_1, catalogue);
    const { problem } = documentOf('two-moons').study;
    expect(read).toMatchObject({
      ok: true,
      document: {
        study: {
          problem: { ...problem, priors: { ...problem.priors, theta1: { family: 'uniform', low: -1, high: 0.5 } } },
          training: { simulations: 10_000, weightPriorSd: 0.5 },
          seed: 3,
        },
        observation: null,
        view: null,
      },
    });
    expect(refusal(VERSION_1.replace('"seed": 3', '"seed": 3, "song": 1'))).toBe('study.song is not known; remove it.');
  });

  it('leaves out the infinite ends of a truncation', () => {
    const { study } = documentOf('galaxy-bias');
    const A = { family: 'normal', mean: 1, sd: 0.2, low: 0, high: Infinity } as const;
    const problem = { ...study.problem, priors: { ...study.problem.priors, A } };
    const read = readStudy(
      writeStudy({ study: { ...study, problem }, observation: null, view: null }, catalogue),
      catalogue,
    );
    expect(read.ok && read.document.study.problem.priors.A).toEqual({ family: 'normal', mean: 1, sd: 0.2, low: 0 });
  });

  it('names ignored nuisance parameters once, in the system’s order', () => {
    const { study } = documentOf('birth-death');
    const text = writeStudy(
      { study: { ...study, ignored: ['kappa', 'p', 'kappa'] }, observation: null, view: null },
      catalogue,
    );
    const read = readStudy(text, catalogue);
    expect(read.ok && read.document.study.ignored).toEqual(['p', 'kappa']);
  });

  it.each([
    ['kind', 'song', 'kind'],
    ['version', 3, 'version is 3; this page reads versions 1 to 2'],
    ['version', undefined, 'version is missing'],
    ['study.seed', -1, 'study.seed'],
    ['study.seed', 0.5, 'study.seed'],
    ['study.training.simulations', 10, 'study.training.simulations is 10; expected >=200'],
    ['study.training.preset', 'huge', 'study.training.preset'],
    ['study.training.schedule', undefined, 'study.training.schedule is missing'],
    ['study.training.colour', 'red', 'study.training.colour is not known'],
    ['study.problem.system', 'three-moons', 'it must be one of galaxy'],
    ['study.problem.system', 'table-1f', 'a table of simulations that the document does not describe'],
    ['study.problem.priors.theta1', undefined, 'has no prior'],
    ['study.problem.priors.theta1', { family: 'uniform', low: 3, high: 1 }, 'low must be below high'],
    ['study.problem.priors.theta1', { family: 'cauchy', low: 3, high: 1 }, 'study.problem.priors.theta1'],
    ['study.problem.design', { bins: 3 }, 'unknown field "bins"'],
    ['study.ignored', ['theta1'], 'study.ignored holds "theta1"'],
    // Cut once, with the closing quotation mark.
    [
      'study.ignored',
      ['k'.repeat(99)],
      `study.ignored holds "${'k'.repeat(40)}…" (99 characters); leave it out: there is none`,
    ],
    ['observation.truth', [0], 'observation.truth has 1 numbers; this design has 2'],
    ['observation.truth', [1e308, 1e308], 'data simulated there overflow'],
    ['observation.seed', 2 ** 32, 'observation.seed'],
    ['observation.kind', 'heard', 'observation.kind'],
    ['view.corner', ['theta3'], 'view.corner holds "theta3"; choose among theta1, theta2'],
    ['view.ridge.axes', ['theta1', 'b'], 'view.ridge.axes holds "b"'],
    ['view.hidden', ['everything'], 'view.hidden.0 is "everything"'],
  ])('with %s = %j is refused with a sentence that says where', (path, value, said) => {
    expect(refusal(changed('two-moons', path, value))).toContain(said);
  });

  it('checks design values that the present mode hides', () => {
    expect(refusal(changed('galaxy-bias', 'study.problem.design.f', 1e9))).toContain(
      'f) is 1000000000; enter a number',
    );
  });

  it('that is not JSON, or not an object, is refused', () => {
    for (const text of ['', '{', 'null', '[]', '3', '['.repeat(100_000)]) {
      expect(readStudy(text, catalogue).ok).toBe(false);
    }
  });

  it('names a dozen problems and counts the rest, and repeats no long text', () => {
    const said = refusal(changed('two-moons', 'view.hidden', Array(400).fill('x'.repeat(1000))));
    expect(said).toContain('388 more of that kind.');
    expect(said.length).toBeLessThan(6000);
  });

  it('with any one value replaced by any other is read or refused, and never throws (2,000 cases)', () => {
    const texts = [
      ...systems.map(({ id }) => writeStudy(documentOf(id), catalogue)),
      writeStudy(tableDocument(sampleTable), catalogue),
    ];
    const value = fc.oneof(
      fc.double(),
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', null, true, [], {}, 1e308, -1, 'climate'),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const property = fc.property(fc.nat(), fc.nat(), value, (which, position, replacement) => {
      const content = JSON.parse(texts[which % texts.length]) as unknown;
      const places: (readonly [Json, string])[] = [];
      const walk = (at: unknown) => {
        if (typeof at !== 'object' || at === null) return;
        for (const [key, member] of Object.entries(at)) {
          places.push([at as Json, key]);
          walk(member);
        }
      };
      walk(content);
      const [parent, key] = places[position % places.length];
      parent[key] = replacement;
      const read = readStudy(JSON.stringify(content), catalogue);
      if (!read.ok) return read.problems.length > 0;
      const text = writeStudy(read.document, catalogue);
      const again = readStudy(text, catalogue);
      return again.ok && writeStudy(again.document, catalogue) === text;
    });
    expect(fc.check(property, { numRuns: 2000, seed: 11 })).toMatchObject({ failed: false, numRuns: 2000 });
  });
});

describe('an observation in a document', () => {
  it.each(systems.map(({ id }) => id))('of %s comes back with its bytes after its points were moved', (id) => {
    const system = builtIn(id);
    const { observation } = expectMovedPointsBack(system, documentOf(id).study);
    expect(observation).toMatchObject({
      kind: 'simulated',
      moved: [
        [0, expect.any(Number)],
        [1, expect.any(Number)],
      ],
    });
  });

  it('comes back as edited summaries where the plot shows summaries', () => {
    const system = builtIn('lorenz-96');
    const problem = defaultProblem(system, system.completeDesign?.({ ...system.defaultDesign, mode: 'climate' }));
    const { observation } = expectMovedPointsBack(system, { ...documentOf('lorenz-96').study, problem });
    expect(observation).toMatchObject({
      kind: 'simulated',
      moved: [
        [0, expect.any(Number)],
        [1, -100],
      ],
    });
  });

  /** Moves the first two points to the ends of what they may be, and expects the document's bytes back. */
  function expectMovedPointsBack(system: System, study: Study): StudyDocument {
    const first = firstObservation(system, study.problem);
    const { low, high } = system.view(study.problem.design).allowed;
    const edited = [high, low].reduce((before, value, i) => editObservation(system, before, i, value), first);
    const text = writeStudy({ study, observation: recordOf(edited), view: null }, catalogue);
    const read = readStudy(text, catalogue);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    expect(writeStudy(read.document, catalogue)).toBe(text);
    return read.document;
  }
});
