import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { KeyedRandom } from '../../../../inference/simulators/own/keyedRandom.ts';
import { SCRIPT_SCOPE } from '../../../../inference/simulators/own/scriptProgram.ts';
import { completeSimulator, DECLARING, RANDOM } from './completions.ts';

const offered = (text: string) => {
  const context = new CompletionContext(EditorState.create({ doc: text }), text.length, false);
  return completeSimulator(context)?.options.map(({ label }) => label) ?? [];
};

describe('completions', () => {
  it('offer every random number that there is, and no other', () => {
    const methods = Object.getOwnPropertyNames(KeyedRandom.prototype).filter(
      (name) => name !== 'constructor' && name !== 'from',
    );
    expect(RANDOM.map(({ label }) => label).toSorted()).toEqual(methods.toSorted());
    expect(offered('const a = random.')).toEqual(RANDOM.map(({ label }) => label));
  });

  it('offer every function that is in scope, and no other', () => {
    expect(DECLARING.map(({ label }) => label).toSorted()).toEqual(Object.keys(SCRIPT_SCOPE).toSorted());
    expect(offered('const a = uni')).toContain('logUniform');
    expect(offered('export fun')).toContain('export function simulate');
  });

  it('offer nothing of theirs after another dot', () => {
    expect(offered('population.le')).toEqual([]);
  });
});
