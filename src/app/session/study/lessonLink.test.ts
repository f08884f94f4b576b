import { expect, test } from 'vitest';
import { isLessonLink, lessonLink, readLessonLink } from './lessonLink.ts';

test('a link that the page has written is read again', () => {
  const hash = lessonLink({ id: 'ridge', step: 2, seed: 4, lecture: true });
  expect(hash).toBe('lesson=ridge&step=3&seed=4&lecture=1');
  expect(lessonLink({ id: 'ridge', step: 2, seed: 0, lecture: false })).toBe('lesson=ridge&step=3');
  expect(readLessonLink(`#${hash}`)).toEqual({
    ok: true,
    link: { lesson: 'ridge', step: '3', seed: 4, lecture: true },
  });
});

test.each([
  ['lesson=ridge', true],
  ['#lesson=ridge', true],
  ['step=3&lesson=ridge', true],
  ['system=two-moons', false],
  ['', false],
])('%s is one of a lesson: %s', (hash, is) => {
  expect(isLessonLink(hash)).toBe(is);
});

test.each([
  ['lesson=', 'needs the name of a lesson'],
  ['lesson=ridge&sede=1', '"sede" is not known beside a lesson; did you mean "seed"?'],
  ['lesson=ridge&seed=x', 'seed is "x"; give a whole number'],
  ['lesson=ridge&lecture=yes', 'lecture is "yes"; it is 1 or 0'],
])('%s is refused', (hash, said) => {
  const read = readLessonLink(hash);
  expect(read.ok ? '' : read.problems.join(' ')).toContain(said);
});
