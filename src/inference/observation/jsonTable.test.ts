import { describe, expect, it } from 'vitest';
import { parseJson } from './json.ts';

function read(content: unknown) {
  const table = parseJson(typeof content === 'string' ? content : JSON.stringify(content));
  if (!table.ok) throw new Error(`${table.problem.problem} ${table.problem.remedy}`);
  const { header, columns, metadata, notices } = table.value;
  return {
    columns: Object.fromEntries(header.map((name, c) => [name, Array.from(columns[c], Number)])),
    metadata,
    notices,
  };
}

const columns = { t: [0, 1], count: [5, 6] };

describe('a table in JSON', () => {
  it.each([
    ['columns', { t: [0, 1], count: [5, 6] }],
    [
      'records',
      [
        { t: 0, count: 5 },
        { count: 6, t: 1 },
      ],
    ],
    ['pandas by index', { t: { 0: 0, 1: 1 }, count: { 0: 5, 1: 6 } }],
    [
      'pandas split',
      {
        columns: ['t', 'count'],
        index: [0, 1],
        data: [
          [0, 5],
          [1, 6],
        ],
      },
    ],
    [
      'pandas table',
      {
        schema: { fields: [] },
        data: [
          { index: 0, t: 0, count: 5 },
          { index: 1, t: 1, count: 6 },
        ],
      },
    ],
    ['lines', '{"t": 0, "count": 5}\n{"t": 1, "count": 6}\n'],
  ])('is read as %s', (_, content) => {
    expect(read(content).columns).toEqual(columns);
  });

  it('has single values as metadata, lists as columns of their own, and says so', () => {
    const table = read({
      theta: [
        [1, 2],
        [3, 4],
      ],
      x: [5, 6],
      V: 3,
    });
    expect(table.columns).toEqual({ theta_1: [1, 3], theta_2: [2, 4], x: [5, 6] });
    expect(table.metadata).toEqual({ V: '3' });
    expect(table.notices).toEqual(['Lists became columns of their own, numbered from 1: theta.']);
  });

  it.each([
    [
      'a name twice',
      '{"t": [0], "count": [5], "t": [1]}',
      '"t" occurs twice in one object, the second time in line 1.',
    ],
    [
      'a name twice, escaped',
      '{"t": [0],\n "\\u0074": [1]}',
      '"t" occurs twice in one object, the second time in line 2.',
    ],
    ['a long whole number', '{"id": [9007199254740993]}', 'in line 1 has more digits than a double holds'],
    ['uneven columns', '{"t": [0, 1], "count": [5]}', 'count has 1 entries, t has 2'],
    ['unlike entries', '[{"t": 0}, 5]', 'The entry "[1]" is of a different kind'],
    ['uneven lists', '{"x": [[1, 2], [3]]}', 'Entry 2 differs from the first in kind or length'],
    ['NaN', '{"x": [NaN]}', 'NaN and Infinity are not valid JSON'],
    ['numbers alone', '[1, 2]', 'neither an observation nor a table'],
  ])('is refused for %s', (_, text, part) => {
    expect(() => read(text)).toThrow(part);
  });

  it('takes a whole number beyond 2^53 that a double prints so, and names inside texts', () => {
    expect(read(`{"x": [${2 ** 60}, 123456789012345680000]}`).columns.x).toEqual([2 ** 60, 123456789012345680000]);
    expect(read('{"x": [1], "a\\\\": "\\"x\\": 9007199254740993"}').metadata).toHaveProperty('a\\');
  });
});
