import { describe, expect, it } from 'vitest';
import { pictureNames } from './term.ts';
import { isTermName, termForms, termNames } from './termForms.ts';
import { termId, termOfHash } from './termLink.ts';
import { terms, termsByTitle } from './terms.ts';

/** Longest text, caveat, title, other name: what fits beside a card. Characters. */
const LIMITS = { text: 330, caveat: 210, title: 28, also: 50 };
/** Words that the page avoids. */
const AVOIDED = /\b(?:mend|spoilt|acquit|by heart|gone on with|anew|beforehand)\b/i;
/** What every list of the page's terms must hold. */
const EXPECTED =
  'prior posterior marginalised nuisance nats validation-loss sbc rank ecdf coverage credible-interval tarp densest-region ln-q ln-p local-c2st out-of-distribution predictive-check reference distance sampling-noise stiff-and-sloppy contraction effective-sample-size k-hat ensemble amortised seed patience epoch step';

describe('the definitions', () => {
  it('are there for every term that the page uses', () => {
    expect(EXPECTED.split(' ').filter((name) => !isTermName(name))).toEqual([]);
    expect(Object.keys(terms).toSorted()).toEqual(termNames.toSorted());
    expect(termsByTitle.toSorted()).toEqual(termNames.toSorted());
  });

  it.each(termNames)('%s is two plain sentences and points to other terms', (name) => {
    const { title, also = '', text, caveat = '', seeAlso } = terms[name];
    const sentences = text.split(/[.?!](?=\s+\p{Lu}|\s*$)/u).filter((part) => part.trim() !== '');
    expect(sentences.length).toBeLessThanOrEqual(2);
    expect(text.length).toBeLessThanOrEqual(LIMITS.text);
    expect(caveat.length).toBeLessThanOrEqual(LIMITS.caveat);
    expect(title.length).toBeLessThanOrEqual(LIMITS.title);
    expect(also.length).toBeLessThanOrEqual(LIMITS.also);
    expect(`${text} ${caveat}`).not.toMatch(AVOIDED);
    expect(`${text} ${caveat}`).not.toMatch(/ {2}|'|"/);
    expect(seeAlso.length).toBeGreaterThanOrEqual(2);
    expect(seeAlso).not.toContain(name);
    expect(new Set(seeAlso).size).toBe(seeAlso.length);
    expect(seeAlso.filter((other) => !isTermName(other))).toEqual([]);
  });

  it('have no two with one title or one form', () => {
    const titles = termNames.map((name) => terms[name].title.toLowerCase());
    expect(new Set(titles).size).toBe(titles.length);
    const forms = termNames.flatMap((name) => termForms[name].map((form) => form.toLowerCase()));
    expect(new Set(forms).size).toBe(forms.length);
  });

  it('use every picture', () => {
    const used = new Set(termNames.flatMap((name) => terms[name].pictures ?? []));
    expect([...used].toSorted()).toEqual(pictureNames.toSorted());
  });
});

describe('the address of a term', () => {
  it('is told from the links of studies', () => {
    for (const name of termNames) expect(termOfHash(`#${termId(name)}`)).toBe(name);
    const others = ['', '#', '#system=galaxy-bias', '#term-', '#term-constructor', '#term-sbc=1', '#terms'];
    expect(others.filter((hash) => termOfHash(hash) !== null)).toEqual([]);
  });
});
