import { SystemCatalogue } from '../../simulators/catalogue.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewOf } from '../../math/shown.ts';
import { recordOf } from '../../observation/record.ts';
import { problemKey } from '../../simulators/problem.ts';
import { builtIn, systems } from '../../simulators/registry.ts';
import { defaultTraining } from '../../training/defaults.ts';
import { defaultStudy, firstObservation } from '../defaults.ts';
import { type StudyDocument, readStudy, writeStudy } from '../document/document.ts';
import { studyDocument } from '../testing/document.arbitrary.ts';
import { pack } from './packed.ts';
import { readLink } from './readLink.ts';
import { defaultView } from '../document/view.ts';
import { writeLink } from './writeLink.ts';

const catalogue = new SystemCatalogue();

function opened(hash: string): StudyDocument {
  const read = readLink(hash, catalogue);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.document;
}

function refusal(hash: string): string {
  const read = readLink(hash, catalogue);
  return read.ok ? 'accepted' : read.problems.join('\n');
}

describe('a link with a simulator that somebody wrote', () => {
  const declaration = {
    name: 'Coin',
    parameters: [{ key: 'p', prior: { family: 'uniform' as const, low: 0, high: 1 } }],
    data: { kind: 'vector' as const, names: ['heads'] },
    example: [10],
  };
  const source = { kind: 'script', language: 'javascript', text: 'export const …', declaration } as const;
  const own = new SystemCatalogue();
  const system = own.define(source);
  const study = { ...defaultStudy(system), seed: 5 };
  const observation = recordOf(firstObservation(system, study.problem));
  const hash = writeLink({ study, observation, view: null }, own);
  const script = (value: unknown) => `system=${system.id}&script=${pack(value)}&v=2`;

  it('brings it along, and makes it known to nobody', () => {
    const reader = new SystemCatalogue();
    expect(readLink(hash, reader)).toEqual({
      ok: true,
      document: { study, observation, view: null },
      script: { text: source.text, declaration },
    });
    expect(reader.has(system.id)).toBe(false);
    expect(readLink(hash.replace(/system=[^&]*&/, ''), reader)).toMatchObject({ ok: true });
  });

  it.each<[string, string, RegExp]>([
    ['of another text', hash.replace(system.id, 'script-0000'), /system is "script-0000"/],
    ['that was cut', hash.replace(/(script=.{20})[^&]*/, '$1'), /script is damaged/],
    ['without a text', script({ language: 'javascript', declaration }), /script: text is missing/],
    ['in another language', script({ language: 'python', text: 'x', declaration }), /script: language/],
    ['that is too long', script({ language: 'javascript', text: 'x'.repeat(60_001), declaration }), /script: text/],
    [
      'with an unsound declaration',
      script({ language: 'javascript', text: 'x', declaration: { ...declaration, example: [1, 2] } }),
      /script: example holds 2 numbers/,
    ],
    ['without its text', `system=${system.id}&v=2`, /system is/],
  ])('is refused with one %s', (_, link, problem) => {
    expect(refusal(link)).toMatch(problem);
  });
});

describe('a link', () => {
  it('that a teacher would write by hand is read', () => {
    const { study, observation, view } = opened(
      '#system=birth-death&seed=9&simulations=20000&prior.mu=uniform(0.1,2)&prior.p=beta(8, 2)&prior.kappa=fixed(0.2)' +
        '&design.summaries=S1&truth=0.5,0.6,2&noise=3&tab=ridge&axes=mu,nu&hide=check,design&lock=priors&start=0',
    );
    const system = builtIn('birth-death');
    expect(study.problem.priors.mu).toEqual({ family: 'uniform', low: 0.1, high: 2 });
    expect(study.problem.nuisances).toMatchObject({
      p: { mode: 'marginalised', prior: { family: 'beta', a: 8, b: 2 } },
      kappa: { mode: 'fixed', value: 0.2 },
    });
    expect(study.problem.design.summaries).toBe('S1');
    expect(study.training).toEqual(defaultTraining(system, study.problem.design, 20_000));
    expect(study.seed).toBe(9);
    expect(observation).toMatchObject({
      kind: 'simulated',
      truth: [0.5, 0.6, 2],
      seed: 3,
      eta: [expect.any(Number), 0.2],
    });
    expect(view).toEqual({
      ...defaultView,
      tab: 'ridge',
      ridge: { axes: ['mu', 'nu'], scale: 'log' },
      hidden: ['design', 'check'],
      locked: ['priors'],
      start: false,
    });
  });

  it('is read as programs and people change it: &amp; for &, encoded as a whole, names in other cases', () => {
    const hash = 'system=birth-death&seed=9&prior.mu=uniform(0.1,2)&truth=0.5,0.6,2&noise=3';
    const right = opened(hash);
    expect(opened(hash.replaceAll('&', '&amp;'))).toEqual(right);
    expect(opened(encodeURIComponent(hash))).toEqual(right);
    expect(opened(`#${encodeURIComponent(hash)}`)).toEqual(right);
    expect(opened(hash.replace('uniform', 'Uniform').replace('birth-death', 'Birth-Death'))).toEqual(right);
    const logUniform = opened('system=birth-death&prior.mu=LOG-uniform(0.1,2)');
    expect(logUniform.study.problem.priors.mu).toEqual({ family: 'logUniform', low: 0.1, high: 2 });
    expect(refusal('system=birth-death&seed=0x10')).toContain('seed is "0x10"; give a whole number');
  });

  it('of very many wrong keys is refused in a few sentences', () => {
    const read = readLink(Array.from({ length: 60_000 }, (_, i) => `k${i}=1`).join('&'), catalogue);
    const message = read.ok ? '' : fewOf(read.problems).join(' ');
    expect(message).toContain('There are 59995 more of that kind.');
    expect(message.length).toBeLessThan(3000);
    const started = process.cpuUsage();
    expect(refusal('%&'.repeat(60_000))).toContain('More of it cannot be read.');
    expect(process.cpuUsage(started).user).toBeLessThan(1e6);
    expect(refusal(`prior.mu=${'('.repeat(100_000)}`).length).toBeLessThan(1000);
  });

  it('without keys opens the first system, and one with a system alone opens that', () => {
    expect(opened('').study).toEqual(defaultStudy(systems[0]));
    for (const system of systems) {
      expect(opened(`#system=${system.id}`)).toEqual({ study: defaultStudy(system), observation: null, view: null });
    }
  });

  it('says only what differs from the system’s own', () => {
    for (const system of systems) {
      const study = defaultStudy(system);
      const observation = recordOf(firstObservation(system, study.problem));
      expect(writeLink({ study, observation, view: defaultView }, catalogue)).toBe(`system=${system.id}&v=2`);
    }
  });

  it('says a prior, an edited number and a switch in words', () => {
    const document = opened('#system=galaxy-bias&prior.A=normal(1,0.2,0,inf)&epochs=7&design.rsd=true&truth=1,1.5');
    expect(writeLink(document, catalogue)).toBe(
      'system=galaxy-bias&design.rsd=1&prior.A=normal(1,0.2,0,inf)&epochs=7&truth=1,1.5&v=2',
    );
  });

  it('of any document comes back with its bytes, by itself and through a file, and with the same study (2,000 cases)', () => {
    const property = fc.property(studyDocument, (document) => {
      const link = writeLink(document, catalogue);
      const read = readLink(link, catalogue);
      if (!read.ok) return false;
      const file = readStudy(writeStudy(read.document, catalogue), catalogue);
      const { study } = read.document;
      return (
        writeLink(read.document, catalogue) === link &&
        file.ok &&
        writeLink(file.document, catalogue) === link &&
        problemKey(study.problem) === problemKey(document.study.problem) &&
        JSON.stringify([study.training, study.seed, study.ignored]) ===
          JSON.stringify([document.study.training, document.study.seed, document.study.ignored])
      );
    });
    const result = fc.check(property, { numRuns: 2000, seed: 21 });
    expect(result.counterexample?.map((document) => refusal(writeLink(document, catalogue))) ?? []).toEqual([]);
    expect(result.failed).toBe(false);
  });
});

describe('a bad link', () => {
  it.each([
    ['system=sir&zzzzzzzz=1&qqqqqqqq=1', '"qqqqqqqq" is not known.'],
    ['sytem=sir', '"sytem" is not known; did you mean "system"?'],
    ['sysxex=sir', '"sysxex" is not known; did you mean "system"?'],
    ['stare=1', '"stare" is not known; did you mean "start"?'],
    ['system=sri', 'system is "sri"; did you mean "sir"?'],
    ['system=weather', 'system is "weather"; choose among galaxy-bias'],
    ['seed=-1', 'seed is "-1"; give a whole number from 0 to 4294967295.'],
    ['seed=1.5', 'seed is "1.5"; give a whole number'],
    ['seed=', 'seed is ""'],
    ['seed=1&seed=2', '"seed" is given twice'],
    ['epochs=0', 'epochs is "0"; give a whole number from 1 to 1000.'],
    ['fresh=yes', 'fresh is "yes"; it is 1 or 0.'],
    ['weightPriorSd=no', 'weightPriorSd is "no"; give a number from 0.001 to 1000.'],
    ['prior.A=normal(1)', 'prior.A is refused: normal takes mean, sd'],
    ['prior.A=uniform(2,1)', 'low must be below high'],
    ['prior.C=uniform(1,2)', '"prior.C" is not known; did you mean "prior.A"?'],
    ['design.V=5', 'Survey volume (V) is 5; enter a number from 10000000 to 1000000000'],
    ['design.volume=5', '"design.volume" is not known'],
    ['design.rsd=maybe', 'design.rsd is "maybe"; it is 1 or 0.'],
    ['system=lorenz-96&design.mode=climate&design.window=2', 'design.window has no meaning in this mode'],
    ['truth=1', 'observation.truth has 1 numbers; this design has 2.'],
    ['truth=1,-1', 'the simulator is defined from 0 to Infinity'],
    ['truth=1,x', 'truth is "1,x"; give numbers, separated by commas.'],
    ['axes=A', 'axes is "A"; name two quantities, as in A,b.'],
    ['axes=A,c', 'view.ridge.axes holds "c"; choose among A, b'],
    ['hide=chek', 'hide is "chek"; did you mean "check"?'],
    ['ignored=A', 'study.ignored holds "A"'],
    ['packed=AQAAAAAB', 'packed is damaged'],
    ['packed=AQAAAAAB&noise=2', 'packed holds the whole observation; leave out noise.'],
    ['v=3', 'v is 3, but this page reads links up to v=2'],
    ['seed', '"seed" has no key and value'],
    ['=3', 'has no key and value'],
    ['seed=%', 'has a "%" that is not an escape'],
  ])('%s is refused with %s', (hash, said) => {
    expect(refusal(`#${hash}`)).toContain(said);
  });

  it('lists every problem at once', () => {
    expect(refusal('seed=x&epochs=x&sed=1').split('\n')).toHaveLength(3);
  });

  it('of a million and one characters is not looked at', () => {
    expect(refusal(`seed=${'1'.repeat(1_000_000)}`)).toMatch(/at most 1000000 are read/);
  });
});
