import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../diagnostics/report/verdict.ts';
import { type ReportContent, reportPage } from './reportPage.ts';

const content = (text: string): ReportContent => ({
  system: text,
  posterior: text,
  conditions: text,
  altered: text,
  made: text,
  study: [{ label: text, value: text }],
  observation: text,
  quantities: [
    { symbol: text, label: text, unit: text, mean: text, sd: text, quantiles: [text, text, text], truth: text },
  ],
  draws: 4000,
  figures: [{ title: text, svg: '<svg></svg>' }],
  checks: (['good', 'warn', 'bad'] as const).map((level): { check: string; verdict: Verdict } => ({
    check: text,
    verdict: { level, sentence: text },
  })),
  reference: text,
  versions: text,
  link: text,
  command: text,
});

/** The tags and attributes of the page, without its texts and its style. */
const skeleton = (page: string): string => {
  const rest = page.slice(0, page.indexOf('<style>')) + page.slice(page.lastIndexOf('</style>'));
  return (rest.match(/<[^>]*>?/g) ?? []).join('');
};

describe('the report', () => {
  it('says every check with its level in words', () => {
    const page = reportPage(content('It is so.'));
    for (const level of ['Good:', 'Caution:', 'Problem:']) expect(page).toContain(`<b>${level}</b> It is so.`);
  });

  it('has the same elements whatever the texts are: none can add one, nor leave its place', () => {
    const plain = skeleton(reportPage(content('plain')));
    const hostile = fc
      .oneof(
        fc.string({ maxLength: 30, unit: 'binary' }),
        fc.constantFrom(
          '<script>alert(1)</script>',
          '"><img src=x onerror=alert(1)>',
          "' onmouseover='alert(1)",
          '</style><svg onload=alert(1)>',
          '<!--',
          '</title>',
          ']]>',
          '&lt;b&gt;',
        ),
        fc
          .array(fc.constantFrom('<', '>', '&', '"', "'", '/', 'script', '=', ' ', '\0', '\n'), { maxLength: 12 })
          .map((parts) => parts.join('')),
      )
      .filter((text) => text !== '');
    fc.assert(
      fc.property(hostile, (text) => {
        expect(skeleton(reportPage(content(text)))).toBe(plain);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('has no script, and forbids them', () => {
    const page = reportPage(content('<script>1</script>'));
    expect(page).not.toMatch(/<script/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('leaves the column of true values out where none is known', () => {
    const one = content('x');
    expect(reportPage(one)).toContain('true value');
    expect(reportPage({ ...one, quantities: [{ ...one.quantities[0], truth: '' }] })).not.toContain('true value');
  });
});
