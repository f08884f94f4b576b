import { describe, expect, it } from 'vitest';
import { changedDesign, designChanges, designValueText, readDesignValue } from './designText.ts';
import { builtIn } from './registry.ts';
import type { DesignField } from './system.ts';

const base = { label: '', help: '' };
const fields: Readonly<Record<string, DesignField>> = {
  n: { ...base, kind: 'number', key: 'n', unit: '', low: 1, high: 9, scale: 'linear' },
  on: { ...base, kind: 'switch', key: 'on' },
  mode: { ...base, kind: 'choice', key: 'mode', options: [] },
  start: { ...base, kind: 'numbers', key: 'start', length: () => 2 },
};
const lorenz = builtIn('lorenz-96');

describe('a value of the design as text', () => {
  it.each([
    ['n', '3', 3],
    ['on', 'true', true],
    ['mode', 'a=b', 'a=b'],
    ['start', '1,2.5', [1, 2.5]],
  ])('of %s: %s', (key, text, value) => {
    expect(readDesignValue(fields[key], text)).toEqual({ ok: true, value });
    expect(designValueText(value)).toBe(text);
  });

  it.each([
    ['n', 'three', 'is "three"; give a number'],
    ['on', 'yes', 'either true or false'],
    ['start', '1,,2', 'give numbers, separated by commas'],
  ])('of %s: refuses "%s"', (key, text, said) => {
    const read = readDesignValue(fields[key], text);
    expect(read.ok ? 'accepted' : read.problem).toContain(said);
  });
});

describe('changes of a design', () => {
  it('fill in what depends on them, in whatever order they are given', () => {
    const climate = changedDesign(lorenz, { sites: 30, mode: 'climate' });
    expect(climate).toEqual({ mode: 'climate', sites: 30, record: 10, dtObs: 0.1, dt: 0.05 });
    expect(changedDesign(lorenz, { sites: 10 }).initial).toHaveLength(10);
  });

  it('are the fewest that give the design', () => {
    expect(designChanges(lorenz, lorenz.defaultDesign)).toEqual({});
    const design = changedDesign(lorenz, { mode: 'climate', sites: 30 });
    expect(designChanges(lorenz, design)).toEqual({ mode: 'climate', sites: 30 });
    expect(designChanges(lorenz, changedDesign(lorenz, { sites: 10 }))).toEqual({ sites: 10 });
  });
});
