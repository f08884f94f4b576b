/** The words of whoever makes a link: what is let in, what is refused and how that is said, and that a link keeps every one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SystemCatalogue } from '../../simulators/catalogue.ts';
import { builtIn } from '../../simulators/registry.ts';
import { defaultStudy } from '../defaults.ts';
import { hashOf } from '../link/linkText.ts';
import { readLink } from '../link/readLink.ts';
import { writeLink } from '../link/writeLink.ts';
import { LONGEST_TASK, LONGEST_TITLE, taskFault, titleFault, typedWords } from './classWords.ts';
import { readStudy, writeStudy } from './document.ts';
import { defaultView } from './view.ts';

const catalogue = new SystemCatalogue();
const study = defaultStudy(builtIn('two-moons'));

function opened(words: Readonly<Record<string, string>>) {
  return readLink(hashOf([['system', 'two-moons'], ...Object.entries(words)]), catalogue);
}

function refusal(words: Readonly<Record<string, string>>): string {
  const read = opened(words);
  return read.ok ? 'accepted' : read.problems.join('\n');
}

describe('title and task of a link', () => {
  it('come back letter by letter from a link and from a file (1,000 cases)', () => {
    const text = (longest: number) => fc.string({ unit: 'binary', minLength: 1, maxLength: longest });
    const property = fc.property(text(LONGEST_TITLE), text(LONGEST_TASK), (title, task) => {
      const [soundTitle, soundTask] = [titleFault(title) === null, taskFault(task) === null];
      const read = opened({ ...(soundTitle ? { title } : {}), ...(soundTask ? { task } : {}) });
      if (!read.ok) return false;
      const { view } = read.document;
      const again = readLink(writeLink(read.document, catalogue), catalogue);
      const file = readStudy(writeStudy(read.document, catalogue), catalogue);
      return [view, again.ok ? again.document.view : null, file.ok ? file.document.view : null].every(
        (found) => found?.title === (soundTitle ? title : undefined) && found?.task === (soundTask ? task : undefined),
      );
    });
    expect(fc.check(property, { numRuns: 1000, seed: 1 }).failed).toBe(false);
  });

  it('are what was given and no markup, escapes or keys', () => {
    const title = '<img src=x onerror=alert(1)> & %41 #v=2';
    const task = 'Find $b$.\n\n[[sbc]] **now** &seed=9';
    const read = opened({ title, task });
    expect(read.ok ? read.document.view : read).toMatchObject({ title, task });
    expect(read.ok ? read.document.study.seed : null).toBe(study.seed);
  });

  it('are refused where they are too long, turn the text around, or cannot be seen', () => {
    expect(refusal({ title: 'a'.repeat(LONGEST_TITLE + 1) })).toBe('title has 81 characters; at most 80 are shown.');
    expect(refusal({ task: 'a'.repeat(LONGEST_TASK + 1) })).toBe('task has 801 characters; at most 800 are shown.');
    expect(refusal({ task: 'a\n'.repeat(20) })).toContain('task has 21 lines; at most 20 are shown');
    expect(refusal({ title: 'two\nlines' })).toContain('one line of plain text');
    expect(refusal({ title: 'a\u202Eb' })).toContain('"a\\u{202e}b"; leave out characters that cannot be seen');
    expect(refusal({ task: 'a\u200Bb' })).toContain('leave out characters that cannot be seen');
    expect(refusal({ title: '' })).toContain('leave it out');
    expect(refusal({ title: ' \u00a0 ' })).toContain('leave it out');
  });

  it('are refused in a file too', () => {
    const text = writeStudy({ study, observation: null, view: { ...defaultView, title: 'a\u0000b' } }, catalogue);
    const read = readStudy(text, catalogue);
    expect(read.ok ? '' : read.problems.join(' ')).toMatch(/^view\.title is/);
  });

  it('as they are typed lose white space at the ends of lines, and are nothing where nothing is left', () => {
    expect(typedWords('  one \r\n\ttwo\n\n ')).toBe('one\ntwo');
    expect(typedWords(' \n ')).toBeUndefined();
  });
});

it('what a link begins with is a switch or one of two words', () => {
  const start = (text: string) => {
    const read = opened({ start: text });
    return read.ok ? read.document.view?.start : read.problems.join(' ');
  };
  expect([start('1'), start('0'), start('untrained'), start('train')]).toEqual([true, false, 'untrained', 'train']);
  expect(start('now')).toBe('start is "now"; it is 1, 0, untrained or train.');
  for (const begun of [false, 'untrained', 'train'] as const) {
    const link = writeLink({ study, observation: null, view: { ...defaultView, start: begun } }, catalogue);
    expect(link).toContain(`start=${begun === false ? '0' : begun}`);
  }
});
