/**
 * An array in JSON: lists in lists of numbers, alone or as the data of the page's own form,
 * `{"system": id, "schema": 1, "design": {...}, "data": [[...]], "truth": {...}}`, where `design` and `truth` may be missing and a
 * true value is a number, or a list with one for each observation. `null` and texts that say that a value is missing are
 * cells, which are judged later.
 */
import * as v from 'valibot';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { readJson } from './jsonText.ts';
import { tooManyCells } from './limits.ts';
import type { RawArray } from './rawArray.ts';

const finite = v.pipe(v.number(), v.finite());
const form = v.strictObject({
  system: v.exactOptional(v.string()),
  schema: v.exactOptional(v.literal(1)),
  design: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean(), v.array(v.number())])), {}),
  data: v.array(v.unknown()),
  truth: v.optional(v.record(v.string(), v.union([finite, v.array(finite)])), {}),
});

const FORM =
  'The form is {"system": …, "schema": 1, "design": {…}, "data": [[…], …], "truth": {…}}, or the lists alone: [[…], …].';
/** Dimensions: a batch of images of several channels has four. */
const DEEPEST = 4;

export function parseArrayJson(text: string): Outcome<RawArray> {
  const content = readJson(text.trim());
  if (!content.ok) return content;
  if (Array.isArray(content.value)) {
    const array = arrayOf(content.value, '');
    return array.ok ? good({ ...array.value, metadata: {}, design: {}, truth: {}, notices: [] }) : array;
  }
  const parsed = v.safeParse(form, content.value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const column = v.getDotPath(issue) ?? undefined;
    if (issue.received === 'undefined') return bad({ column, problem: 'The entry is missing.', remedy: FORM });
    const problem =
      issue.expected === 'never' ? 'The entry is not known.' : `Expected ${issue.expected ?? 'another value'}.`;
    return bad({ column, value: issue.received, problem, remedy: FORM });
  }
  const { system, design, data, truth } = parsed.output;
  const array = arrayOf(data, 'data');
  if (!array.ok) return array;
  return good({
    ...array.value,
    metadata: {},
    ...(system === undefined ? {} : { system }),
    design,
    truth: Object.fromEntries(
      Object.entries(truth).map(([key, value]) => [key, typeof value === 'number' ? [value] : value]),
    ),
    notices: [],
  });
}

/** @param path of the outermost list, for messages */
function arrayOf(list: readonly unknown[], path: string): Outcome<Pick<RawArray, 'shape' | 'cells'>> {
  const shape: number[] = [];
  for (let level: unknown = list; Array.isArray(level); level = level[0]) shape.push(level.length);
  if (shape.length > DEEPEST) {
    const problem = `The lists are nested ${shape.length} deep; at most ${DEEPEST} levels are read.`;
    return bad({ ...(path === '' ? {} : { column: path }), problem, remedy: FORM });
  }
  const crowd = tooManyCells(shape.reduce((product, length) => product * length, 1));
  if (crowd) return bad(crowd);
  const cells: string[] = [];
  const problem = collect(list, shape, 0, path, cells);
  return problem ?? good({ shape, cells });
}

/** Puts the cells of a list into `cells`; what is wrong where a list is longer or shorter than the first of its level. */
function collect(
  list: readonly unknown[],
  shape: readonly number[],
  level: number,
  path: string,
  cells: string[],
): ReturnType<typeof bad> | null {
  const column = path === '' ? 'the outermost list' : path;
  if (list.length !== shape[level]) {
    const problem = `The list has ${list.length} entries, the first of its kind has ${shape[level]}.`;
    return bad({ column, problem, remedy: 'Give all rows the same length.' });
  }
  for (const [i, entry] of list.entries()) {
    const place = `${path}[${i}]`;
    if (level + 1 < shape.length) {
      if (!Array.isArray(entry)) {
        return bad({ column: place, problem: 'This is not a list, as the first of its kind is.', remedy: FORM });
      }
      const problem = collect(entry, shape, level + 1, place, cells);
      if (problem !== null) return problem;
    } else if (typeof entry === 'object' && entry !== null) {
      return bad({ column: place, problem: 'This is not a number.', remedy: FORM });
    } else cells.push(String(entry));
  }
  return null;
}
