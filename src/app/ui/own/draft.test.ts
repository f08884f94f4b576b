import { describe, expect, it } from 'vitest';
import { failureProblems, openedText, replaced } from './draft.ts';
import { firstTemplate, templates } from './templates.ts';

const kept = (text: string, base: string | null = null, earlier: string | null = null) => ({ text, base, earlier });
const screen = { id: 'script-1', text: 'on screen' };

describe('the text that the editor opens with', () => {
  it('is a template at first, and then what was written last', () => {
    expect(openedText(null, null)).toEqual(kept(firstTemplate.text));
    expect(openedText(null, kept('mine'))).toEqual(kept('mine'));
  });

  it('is that of the simulator on screen, and what was written stays as the earlier one', () => {
    expect(openedText(screen, kept('mine'))).toEqual(kept('on screen', 'script-1', 'mine'));
    expect(openedText(screen, kept('on screen, and on', 'script-1'))).toEqual(kept('on screen, and on', 'script-1'));
  });

  it('does not keep a template, or nothing, in the place of what was written', () => {
    const written = replaced(kept('mine'), templates[0].text, null);
    expect(written).toEqual(kept(templates[0].text, null, 'mine'));
    expect(replaced(written, templates[1].text, null)).toEqual(kept(templates[1].text, null, 'mine'));
    expect(replaced(written, 'mine', null)).toEqual(kept('mine', null, null));
    expect(replaced(kept('  '), 'other', null)).toEqual(kept('other'));
  });
});

it('failures are told by place and reason, the most frequent first', () => {
  const failures = [
    { index: 1, message: 'simulate returned 1 numbers; the data are 2, at a = 1.' },
    { index: 2, message: 'Line 3, column 7: died out, at a = 2.', line: 3, column: 7 },
    { index: 5, message: 'Line 3, column 7: died out, at a = 4.', line: 3, column: 7 },
  ];
  const run = {
    count: 200,
    theta: new Float64Array(),
    x: new Float64Array(),
    s: new Float64Array(),
    failures,
    again: { tried: 0, differ: 0 },
    likelihood: null,
    milliseconds: 1,
  };
  expect(failureProblems(run)).toEqual([
    {
      line: 3,
      column: 7,
      severity: 'warning',
      text: 'failed 2 of 200 simulations, the first so: died out, at a = 2.',
    },
    {
      line: undefined,
      column: undefined,
      severity: 'warning',
      text: 'failed 1 of 200 simulations, the first so: simulate returned 1 numbers; the data are 2, at a = 1.',
    },
  ]);
});
