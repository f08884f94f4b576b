import { describe, expect, it } from 'vitest';
import type { DesignField } from '../../src/inference/simulators/system.ts';
import { changedDesign, keyAndValue, lawOf } from './laws.ts';

describe('a prior as text', () => {
  it.each([
    ['uniform(-1, 2)', { family: 'uniform', low: -1, high: 2 }],
    ['logUniform(1e-3,10)', { family: 'logUniform', low: 1e-3, high: 10 }],
    ['normal(0, 1)', { family: 'normal', mean: 0, sd: 1 }],
    ['lognormal(-0.5, 0.2, 0.1, 4)', { family: 'lognormal', mean: -0.5, sd: 0.2, low: 0.1, high: 4 }],
    ['normal(0, 1, 0, inf)', { family: 'normal', mean: 0, sd: 1, low: 0 }],
    ['normal(0, 1, -inf, 2)', { family: 'normal', mean: 0, sd: 1, high: 2 }],
    ['beta (2, 3)', { family: 'beta', a: 2, b: 3 }],
    ['fixed(0.3)', { family: 'fixed', value: 0.3 }],
  ])('%s', (text, prior) => {
    expect(lawOf('a', text)).toEqual(prior);
  });

  it.each([
    ['cauchy(0, 1)', 'choose among uniform'],
    ['toString(0, 1)', 'choose among uniform'],
    ['normal(0)', 'takes mean, sd (and low, high); 1 numbers were given'],
    ['normal(0, 1, 2)', '3 numbers were given'],
    ['uniform(0, one)', '"one" is not a number; give high'],
    ['uniform(0, )', '"" is not a number'],
    ['normal', 'is no law'],
    ['', 'is no law'],
  ])('refuses "%s"', (text, said) => {
    expect(() => lawOf('a', text)).toThrow(said);
  });
});

describe('a change of the design as text', () => {
  const base = { label: '', help: '' };
  const fields: readonly DesignField[] = [
    { ...base, kind: 'number', key: 'n', unit: '', low: 1, high: 9, scale: 'linear' },
    { ...base, kind: 'switch', key: 'on' },
    { ...base, kind: 'choice', key: 'mode', options: [] },
    { ...base, kind: 'numbers', key: 'start', length: () => 2 },
  ];

  it('becomes a value of the field’s kind', () => {
    expect(changedDesign({ n: 1 }, fields, 'n=3')).toEqual({ n: 3 });
    expect(changedDesign({}, fields, 'on=true')).toEqual({ on: true });
    expect(changedDesign({}, fields, 'mode=a=b')).toEqual({ mode: 'a=b' });
    expect(changedDesign({}, fields, 'start=1, 2.5')).toEqual({ start: [1, 2.5] });
  });

  it.each([
    ['m=3', 'choose among n, on, mode, start'],
    ['n=three', 'give a number'],
    ['on=yes', 'either true or false'],
    ['start=1,,2', 'give a number'],
    ['n', 'no "="'],
  ])('refuses "%s"', (text, said) => {
    expect(() => changedDesign({}, fields, text)).toThrow(said);
  });

  it('is split at its first equals sign', () => {
    expect(keyAndValue('design', ' a = b=c ')).toEqual(['a', 'b=c']);
    expect(() => keyAndValue('design', '=3')).toThrow('KEY=VALUE');
  });
});
