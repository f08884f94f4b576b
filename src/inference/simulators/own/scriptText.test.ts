import { describe, expect, it } from 'vitest';
import { LANE_GLOBAL, placeInScript, plainScript } from './scriptText.ts';

/** What the text hands over when it is run. */
function handedOver(text: string): Record<string, unknown> {
  let given: Record<string, unknown> = {};
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- The text is the test's own.
  new Function(LANE_GLOBAL, plainScript(text))((members: Record<string, unknown>) => void (given = members));
  return given;
}

describe('a text as a plain script', () => {
  it('hands over what is exported, in every way that a module exports', () => {
    const given = handedOver(
      `export const parameters = { a: 1 };
  export let data = 2;
export async function summaries() {}
function run() { return 3; }
export { run as simulate,
  name };
const name = 'Coin';
const logLikelihood = 4;
`,
    );
    expect(Object.keys(given).toSorted()).toEqual(['data', 'name', 'parameters', 'simulate', 'summaries']);
    expect((given.simulate as () => number)()).toBe(3);
  });

  it('has every character where the text has it, so that places are those of the text', () => {
    const text = 'export const data = 1;\n  export { data\n as parameters };\nthrows();';
    const lines = plainScript(text).split('\n');
    expect(lines[0]).toBe('       const data = 1;');
    expect(lines.slice(1, 3).join('').trim()).toBe('');
    expect(lines[3]).toBe('throws();');
  });

  it.each([
    ['V8', 'Error: no\n    at simulate (simulator.js:12:9)\n    at begin (simulator.js:2:7)', { line: 10, column: 9 }],
    ['Firefox', 'simulate@simulator.js:12:9\nbegin@simulator.js:2:7\n', { line: 10, column: 9 }],
    ['WebKit', 'simulate@data:text/javascript;charset=utf-8,%22x%22:12:9', { line: 10, column: 9 }],
    ['the program alone', 'Error: no\n    at begin (simulator.js:1:7)\n    at end (simulator.js:99:1)', null],
  ])('finds the place in a stack of %s', (_, stack, place) => {
    expect(placeInScript(stack, 2, 20)).toEqual(place);
  });
});
