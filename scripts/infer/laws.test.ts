import { describe, expect, it } from 'vitest';
import type { DesignField } from '../../src/inference/simulators/system.ts';
import { designChange, keyAndValue, lawOf } from './laws.ts';

const fields: readonly DesignField[] = [
  { label: '', help: '', kind: 'number', key: 'n', unit: '', low: 1, high: 9, scale: 'linear' },
  { label: '', help: '', kind: 'choice', key: 'mode', options: [] },
];

describe('an option with a key and a value', () => {
  it('is split at its first equals sign', () => {
    expect(keyAndValue('design', ' a = b=c ')).toEqual(['a', 'b=c']);
    expect(() => keyAndValue('design', '=3')).toThrow('KEY=VALUE');
    expect(() => keyAndValue('design', 'n')).toThrow('no "="');
  });

  it('becomes a prior, or an error that names the option and the key', () => {
    expect(lawOf('a', 'normal(0, 1)')).toEqual({ family: 'normal', mean: 0, sd: 1 });
    expect(() => lawOf('a', 'normal(0)')).toThrow('--prior a: normal takes mean, sd');
  });

  it('becomes a change of the design, or an error that names the option and the key', () => {
    expect(designChange(fields, 'mode=a=b')).toEqual(['mode', 'a=b']);
    expect(() => designChange(fields, 'm=3')).toThrow('choose among n, mode');
    expect(() => designChange(fields, 'n=three')).toThrow('--design n is "three"; give a number.');
  });
});
