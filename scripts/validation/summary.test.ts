/** The summary at the top of VALIDATION.md repeats what stands below it: tables that are measured again make it out of date. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Numbers as they are printed: 0.023, 10,000, 2; neither parts of names (C2ST, S1) nor of longer numbers. */
const NUMBER = /(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)|(?<![\w.,])\d+(?:\.\d+)?(?!\w)/g;
const numbersIn = (text: string): readonly string[] => text.match(NUMBER) ?? [];

const [, summary, below] = /^## Summary$(.*?)^(## .*)/ms.exec(readFileSync('VALIDATION.md', 'utf8')) ?? [];

describe('the summary of VALIDATION.md', () => {
  it('stands above the measurements', () => {
    expect(numbersIn(summary).length).toBeGreaterThan(20);
    expect(below).toContain('<!-- measured');
  });

  it('has no number that is not found below', () => {
    const measured = new Set(numbersIn(below));
    expect(numbersIn(summary).filter((number) => !measured.has(number))).toEqual([]);
  });

  it('is no longer than a screen', () => {
    expect(summary.trim().split('\n').length).toBeLessThan(40);
  });
});
