/** What lesson.ts asks of every lesson, as far as it can be seen without the page: e2e/specs/lessons.spec.ts walks them. */
import { describe, expect, test } from 'vitest';
import { readLaw } from '../inference/priors/lawText.ts';
import { SystemCatalogue, withSystem } from '../inference/simulators/catalogue.ts';
import { mergeLink } from '../inference/study/link/mergeLink.ts';
import { readLink } from '../inference/study/link/readLink.ts';
import { shippedNetworks, shippedStudy } from '../inference/study/run/shippedNetworks.ts';
import type { StudyDocument } from '../inference/study/document/document.ts';
import { moduleOf } from '../../scripts/headless/scriptModule.ts';
import { sizeOf } from '../inference/simulators/dataShape.ts';
import { type Declaration, shapeOf } from '../inference/simulators/own/declaration.ts';
import { declaredBy, SCRIPT_SCOPE, type ScriptExports } from '../inference/simulators/own/scriptProgram.ts';
import type { System } from '../inference/simulators/system.ts';
import { namesSystem } from '../app/session/lessons/steps.ts';
import { actions } from '../app/actions/registry.ts';
import { type Anchor, parseAnchor } from '../app/browser/anchor.ts';
import { withDocument } from '../app/readout/network/pageDocument.ts';
import { compared } from '../app/session/lessons/judging.ts';
import { simulationsOf } from '../app/readout/concepts/ledgerQuestion.ts';
import { type Facts, factsOf } from '../app/readout/facts/facts.ts';
import { countWords, plainText, readMarkup } from '../app/readout/text/markup.ts';
import { termNamed } from '../app/words/termForms.ts';
import { createAppStore } from '../app/store/appStore.ts';
import { emptyTelemetry } from '../app/store/telemetry.ts';
import type { Lesson, Move, PredictStep, Step } from './lesson.ts';
import { lessons } from './registry.ts';

const catalogue = new SystemCatalogue();
const MOST_WORDS = 80;

test('ids and numbers are used once, in the order of the numbers, and prerequisites are lessons before', () => {
  const ids = lessons.map(({ id }) => id);
  const numbers = lessons.map(({ number }) => number);
  expect(new Set(ids).size).toBe(ids.length);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  for (const { id, prerequisites } of lessons) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(prerequisites.filter((before) => !ids.slice(0, ids.indexOf(id)).includes(before))).toEqual([]);
  }
});

test('lesson 0 says of how many simulations the network that comes with the page has learnt', () => {
  const network = shippedNetworks.find(({ id }) => id === 'birth-death');
  if (network === undefined) throw new Error('There is no network of birth and death.');
  expect(simulationsOf(shippedStudy(network)) / 1e6).toBeCloseTo(5, 1);
  expect(lessons[0].steps.map(({ text }) => text).join()).toContain('the one before had five million');
});

/** Facts with some changed. */
function madeUp(change: object): Facts {
  const system = catalogue.get('two-moons');
  return { ...factsOf(createAppStore(system, 'light').getState(), emptyTelemetry()), ...change };
}

function prediction(lesson: string, id: string): PredictStep {
  const step = lessons.find((one) => one.id === lesson)?.steps.find((one) => one.id === id);
  if (step?.kind !== 'predict') throw new Error(`There is no prediction ${id} in ${lesson}.`);
  return step;
}

describe('what is said of a prediction follows what was computed', () => {
  const posterior = (quantities: object) => madeUp({ posterior: { quantities } });

  test('lesson 2: two sharp moons are told from moons and the gap between them', () => {
    const step = prediction('how-sure', 'stopped-early');
    const at = (...densest95: (readonly [number, number])[]) => posterior({ theta1: { densest95 } });
    const right = (facts: Facts) => (step.guess.kind === 'choice' ? step.guess.right(facts, facts) : Number.NaN);
    expect(right(at([-0.6, 0.9]))).toBe(1);
    expect(right(at([-0.4, -0.1], [0.45, 0.75]))).toBe(2);
    expect(right(at([0.4, 0.8]))).toBe(0);
    expect(right(at([0, 0.3]))).toBe(3);
    const sharp = at([-0.4, -0.1], [0.45, 0.75]);
    expect(step.said(sharp, { kind: 'choice', option: 1 }, sharp)).not.toMatch(/in one piece|not left the gap/);
  });

  test('lesson 4: a posterior that becomes broader is not called narrower, and "never" is told as such', () => {
    const outside = prediction('trained-once', 'outside');
    const of = (sd: number) => posterior({ mu: { sd, central68: [1, 2] } });
    const guess = { kind: 'choice', option: 1 } as const;
    expect(compared(outside, guess, of(0.2), of(0.1))).toMatchObject({ right: false, answer: 0 });
    expect(outside.said(of(0.2), guess, of(0.1))).toContain('broader');
    const ledger = (paysAfter: number | null) =>
      madeUp({ ledger: { once: { both: 10 }, posterior: 0.5, reference: 0.1, paysAfter } });
    const pays = prediction('trained-once', 'ledger');
    const said = (paysAfter: number | null) =>
      compared(pays, { kind: 'number', value: 10 }, ledger(paysAfter), ledger(null)).text;
    expect(said(Number.POSITIVE_INFINITY)).toContain('never pays');
    expect(said(null)).toContain('too close to tell');
    expect(said(82)).toContain('from about 82 ponds');
  });

  test('lesson 7 speaks of b, whatever parameter suffers most', () => {
    const row = (widthFactor: number) => ({ sd: 1, p: 0.5, widthFactor });
    const networks = (width: number) => ({ ignored: row(width), drawn: row(1), wide: row(1.1) });
    const facts = madeUp({ nuisanceTrial: { nuisance: 'aSN', of: { A: networks(0.2), b: networks(0.7) } } });
    expect(prediction('nuisances', 'ignore').said(facts, { kind: 'choice', option: 0 }, facts)).toContain('70 %');
  });
});

/** Every text of a simulator that lessons write, run outside of the sandbox: what it declares. */
const scripts = await scriptsOf(lessons);

async function scriptsOf(all: readonly Lesson[]): Promise<ReadonlyMap<string, System>> {
  Object.assign(globalThis, SCRIPT_SCOPE);
  const texts = all.flatMap(({ steps }) =>
    steps.flatMap((step) => [
      ...[step.start?.simulator, step.start?.editor].filter((text) => text !== undefined),
      ...movesOf(step).flatMap((move) => (move.do === 'write' ? [move.text] : [])),
    ]),
  );
  const known = new Map<string, System>();
  for (const text of new Set(texts)) {
    const reading = declaredBy((await import(moduleOf(text))) as ScriptExports);
    if (!reading.ok) throw new Error(reading.problems.join('; '));
    const declaration = { ...reading.declaration, example: exampleOf(reading.declaration) };
    known.set(text, catalogue.define({ kind: 'script', language: 'javascript', text, declaration }));
  }
  return known;
}

/** Data of the declared shape: nothing is simulated here. */
function exampleOf({ data }: Declaration): number[] {
  return Array.from({ length: sizeOf(shapeOf(data)) }, () => 10);
}

/** The study that each step begins with where nobody has touched anything. */
function studiesOf({ steps }: Lesson): StudyDocument[] {
  let link = '';
  let system: System | undefined;
  return steps.map(({ id, start }) => {
    if (start !== undefined && namesSystem(start)) system = scripts.get(start.simulator ?? '');
    if (start?.simulator !== undefined) link = `system=${system?.id}&${start.link}`;
    else if (start !== undefined) link = mergeLink(link, start.link);
    const read = readLink(link, system === undefined ? catalogue : withSystem(catalogue, system));
    if (!read.ok) throw new Error(`The start of step ${id} is refused: ${read.problems.join(' ')}`);
    return read.document;
  });
}

describe.each(lessons)('lesson $number, $title', (lesson) => {
  const studies = studiesOf(lesson);
  const steps = lesson.steps.map((step, i) => ({ step, study: studies[i] }));

  test('has 5 to 9 steps, ids of their own, and a first one that names its system', () => {
    expect(lesson.steps.length).toBeGreaterThanOrEqual(5);
    expect(lesson.steps.length).toBeLessThanOrEqual(9);
    expect(new Set(lesson.steps.map(({ id }) => id)).size).toBe(lesson.steps.length);
    expect(lesson.steps[0].start?.link).toMatch(/(^|&)system=/);
  });

  test('shows the corner figure on a phone where it speaks of its crosses', () => {
    const spoken = lesson.steps.filter(
      ({ anchor, text, turn, hint }) =>
        anchor === 'figure:posterior' && /\bcross(es)?\b/.test([text, turn, hint].join(' ')),
    );
    expect(spoken.filter(({ pairs }) => pairs !== true).map(({ id }) => id)).toEqual([]);
  });

  test('opens with a learner where a step speaks of what it found: a link may open that step', () => {
    const spoken = steps.filter(({ step }) => step.anchor === 'panel:learnt');
    expect(spoken.filter(({ study }) => study.study.learner === undefined).map(({ step }) => step.id)).toEqual([]);
  });

  test('says goal, note and question in sentences that can be read', () => {
    expect(lesson.goal.split(/\s+/).length).toBeLessThanOrEqual(30);
    expect(lesson.goal).toMatch(/\.$/);
    expect(lesson.question).toMatch(/\?$/);
    expect(plainText(lesson.note)).not.toBe('');
    expect(lesson.minutes).toBeGreaterThan(0);
  });

  describe.each(steps)('step $step.id', ({ step, study }) => {
    const system = catalogue.get(study.study.problem.system);

    test(`has at most ${MOST_WORDS} words, in markup that can be read`, () => {
      expect(countWords(step.text)).toBeLessThanOrEqual(MOST_WORDS);
      expect(textsOf(step).filter((text) => /\*|\$|\[\[/.test(plainText(text)))).toEqual([]);
    });

    test('explains terms that the glossary has', () => {
      const terms = textsOf(step).flatMap((text) =>
        readMarkup(text).flatMap((block) => (block.kind === 'formula' ? [] : block.inlines)),
      );
      const unknown = terms.flatMap((inline) =>
        inline.kind === 'term' && termNamed(inline.term) === null ? [inline.term] : [],
      );
      expect(unknown).toEqual([]);
    });

    test('points at places that there are', () => {
      expect(anchorsOf(step).filter((anchor) => !isPlace(anchor, study))).toEqual([]);
      expect(step.turn === undefined || step.anchor !== undefined).toBe(true);
    });

    test('is demonstrated by moves that there are', () => {
      expect(movesOf(step).map((move) => faultOf(move, study))).toEqual(movesOf(step).map(() => null));
    });

    test('has conditions, answers and claims that can be asked of its state', () => {
      const store = createAppStore(system, 'light');
      store.setState((state) => withDocument(state, study, system));
      const facts = factsOf(store.getState(), emptyTelemetry());
      const waits = movesOf(step).flatMap((move) => (move.do === 'wait' ? [move.until(facts, facts)] : []));
      const claims = (step.claims ?? []).map(({ value }) => value(facts, facts) ?? 0);
      // What is fulfilled before anything is done is no task.
      const done = step.kind === 'do' && step.done(facts, facts);
      const guessed = step.kind === 'predict' && 'right' in step.guess ? [step.guess.right(facts, facts)].flat() : [];
      // Nothing is computed yet: no option may be called the right one, and no claim fail.
      const chosen = step.kind === 'predict' && step.guess.kind === 'choice' ? guessed : [];
      expect(chosen.filter((answer) => !Number.isNaN(answer))).toEqual([]);
      const conditions = (step.claims ?? []).filter(({ otherwise }) => otherwise !== undefined);
      expect(conditions.map(({ value }) => value(facts, facts))).toEqual(conditions.map(() => null));
      expect(waits.filter((answer) => typeof answer !== 'boolean')).toEqual([]);
      expect([...claims, ...guessed].filter((answer) => typeof answer !== 'number')).toEqual([]);
      expect(done).toBe(false);
    });

    test('states the numbers of its claims in its text', () => {
      const claims = step.claims ?? [];
      expect(claims.filter(({ text }) => !plainText(step.text).includes(plainText(text)))).toEqual([]);
      expect(claims.filter(({ stated, tolerance }) => !Number.isFinite(stated) || !(tolerance >= 0))).toEqual([]);
    });

    test('has options without markup, which a button shows as it stands', () => {
      const options = step.kind === 'ask' && step.answer.kind === 'choice' ? step.answer.options : [];
      expect(options.filter(({ text }) => /[$*[\]]/.test(text))).toEqual([]);
    });

    test('asks in its heading where options are all that is beside it in a lecture', () => {
      const options = step.kind === 'ask' && step.answer.kind === 'choice';
      expect(!options || step.heading.endsWith('?')).toBe(true);
    });

    test('has one right answer, explains each, and offers more than one', () => {
      const options = step.kind === 'ask' && step.answer.kind === 'choice' ? step.answer.options : null;
      const guesses = step.kind === 'predict' && step.guess.kind === 'choice' ? step.guess.options : null;
      expect(options?.filter(({ right }) => right).length ?? 1).toBe(1);
      const whys = (options ?? []).map(({ why }) => plainText(why));
      expect(new Set(whys).size).toBe(whys.length);
      expect(whys.filter((why) => why.length < 10)).toEqual([]);
      expect(options?.length ?? guesses?.length ?? 2).toBeGreaterThan(1);
    });
  });
});

function anchorsOf(step: Step): Anchor[] {
  const pressed = movesOf(step).flatMap((move) => ('anchor' in move ? [move.anchor] : []));
  return [...(step.anchor === undefined ? [] : [step.anchor]), ...pressed];
}

function movesOf(step: Step): readonly Move[] {
  return [...(step.show ?? []), ...(step.kind === 'predict' ? (step.reveal ?? []) : [])];
}

function textsOf(step: Step): string[] {
  const { text, hint = '', note = '' } = step;
  const of = (form: Step): string[] => {
    switch (form.kind) {
      case 'read':
        return [];
      case 'do':
        return typeof form.said === 'string' ? [form.said] : [];
      case 'predict':
        return form.guess.kind === 'choice' ? [...form.guess.options] : [];
      case 'ask':
        return form.answer.kind === 'choice'
          ? form.answer.options.flatMap((option) => [option.text, option.why])
          : [form.answer.why, form.answer.otherwise, ...form.answer.mistakes.map(({ why }) => why)];
      default:
        return form satisfies never;
    }
  };
  return [text, hint, note, ...of(step)];
}

/** Whether the page has the place, with this study on screen. */
function isPlace(anchor: Anchor, { study }: StudyDocument): boolean {
  const place = parseAnchor(anchor);
  if (place === null) return false;
  const { problem, training } = study;
  switch (place.kind) {
    case 'panel':
    case 'figure':
    case 'editor':
      return true;
    case 'parameter':
      return Object.hasOwn(problem.priors, place.name);
    case 'nuisance':
      return Object.hasOwn(problem.nuisances, place.name);
    case 'design':
      return Object.hasOwn(problem.design, place.name);
    case 'setting':
      return Object.hasOwn(training, place.name);
    case 'action':
      return actions.some(({ id }) => id === place.name);
    default:
      return true;
  }
}

/** What is wrong with a move in this study; null: nothing. */
function faultOf(move: Move, { study }: StudyDocument): string | null {
  const { problem } = study;
  const system = catalogue.get(problem.system);
  switch (move.do) {
    case 'perform':
      return actions.some(({ id }) => id === move.action) ? null : `there is no action ${move.action}`;
    case 'truth':
      return move.to.length === system.parameters(problem.design).length ? null : 'other parameters';
    case 'prior': {
      const known = Object.hasOwn(problem.priors, move.key) || Object.hasOwn(problem.nuisances, move.key);
      return known && readLaw(move.law).ok ? null : `${move.key}, ${move.law}`;
    }
    case 'design':
      return system.designFields.some(({ key }) => key === move.key) ? null : `no field ${move.key}`;
    case 'view': {
      const read = readLink(mergeLink(`system=${system.id}`, move.link), catalogue);
      return read.ok ? null : read.problems.join(' ');
    }
    case 'ignore':
      return move.keys.every((key) => Object.hasOwn(problem.nuisances, key)) ? null : move.keys.join(', ');
    case 'drop':
      return move.content.trim() === '' ? 'an empty file' : null;
    case 'write':
      return scripts.has(move.text) ? null : 'a text that is tested nowhere';
    case 'point':
    case 'training':
    case 'break':
    case 'press':
    case 'slide':
    case 'wait':
    case 'guess':
    case 'reveal':
    case 'answer':
      return null;
    default:
      return move satisfies never;
  }
}
