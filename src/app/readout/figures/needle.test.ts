import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPretrained } from '../../../inference/study/run/pretrained.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { createAppStore } from '../../store/appStore.ts';
import { enlargedText, isNeedle } from './needle.ts';
import { cornerQuantities } from './cornerQuantities.ts';
import { priorAndAxes } from './frameDraws.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'public', 'pretrained');

function opened(id: string) {
  const state = createAppStore(builtIn(id), 'light', {}).getState();
  return { state, draws: readPretrained(readFileSync(join(FOLDER, `${id}.json`), 'utf8')).draws };
}

describe('a posterior that is far narrower than the prior', () => {
  it.each([
    ['battery', true],
    ['sir', true],
    ['birth-death', false],
    ['two-moons', false],
    ['galaxy-bias', false],
  ])('of %s: %s', (id, needle) => {
    const { state, draws } = opened(id);
    expect(isNeedle(state, draws)).toBe(needle);
  });

  it('is said with how much it is enlarged', () => {
    const { system, problem } = opened('two-moons').state.study;
    const { quantities } = cornerQuantities(system, problem.design, null);
    const frame = { problem, quantities, ...priorAndAxes(system, problem, quantities), frame: null };
    const narrow = Float64Array.from({ length: 2000 }, (_, i) => 0.02 * Math.sin(i));
    const none = { ghost: null, reference: null, truth: null };
    expect(enlargedText({ ...frame, ...none, posterior: narrow })).toMatch(/^Enlarged 3\d times: the axes show only/);
    expect(enlargedText({ ...frame, ...none, posterior: null })).toBeNull();
  });
});
