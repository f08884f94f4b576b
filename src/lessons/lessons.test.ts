/** What lesson.ts asks of every lesson, as far as it can be seen without the page: e2e/specs/lessons.spec.ts walks them. */
import { describe, expect, test } from 'vitest';
import { readLaw } from '../inference/priors/lawText.ts';
import { SystemCatalogue } from '../inference/simulators/catalogue.ts';
import { mergeLink } from '../inference/study/link/mergeLink.ts';
import { readLink } from '../inference/study/link/readLink.ts';
import type { StudyDocument } from '../inference/study/document/document.ts';
import { actions } from '../app/actions/registry.ts';
import { type Anchor, parseAnchor } from '../app/browser/anchor.ts';
import { withDocument } from '../app/readout/network/pageDocument.ts';
import { factsOf } from '../app/readout/facts/facts.ts';
import { countWords, plainText, readMarkup } from '../app/readout/text/markup.ts';
import { termNamed } from '../app/words/termForms.ts';
import { createAppStore } from '../app/store/appStore.ts';
import { emptyTelemetry } from '../app/store/telemetry.ts';
import type { Lesson, Move, Step } from './lesson.ts';
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

/** The study that each step begins with where nobody has touched anything. */
function studiesOf({ steps }: Lesson): StudyDocument[] {
  let link = '';
  return steps.map(({ id, start }) => {
    if (start !== undefined) link = mergeLink(link, start.link);
    const read = readLink(link, catalogue);
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
      expect(waits.filter((answer) => typeof answer !== 'boolean')).toEqual([]);
      expect([...claims, ...guessed].filter((answer) => typeof answer !== 'number')).toEqual([]);
      expect(done).toBe(false);
    });

    test('states the numbers of its claims in its text', () => {
      const claims = step.claims ?? [];
      expect(claims.filter(({ text }) => !plainText(step.text).includes(plainText(text)))).toEqual([]);
      expect(claims.filter(({ stated, tolerance }) => !Number.isFinite(stated) || !(tolerance >= 0))).toEqual([]);
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
