/** Every definition, by its term's name: the glossary, and what a term on the page opens. */
import { bayesTerms } from './definitions/bayes.ts';
import { checkTerms } from './definitions/checks.ts';
import { comparisonTerms } from './definitions/comparison.ts';
import { trainingTerms } from './definitions/training.ts';
import type { Term } from './term.ts';
import { type TermName, termNames } from './termForms.ts';

export const terms: Readonly<Record<TermName, Term>> = {
  ...bayesTerms,
  ...trainingTerms,
  ...checkTerms,
  ...comparisonTerms,
};

const { compare } = new Intl.Collator('en');

/** In the order of the glossary. */
export const termsByTitle: readonly TermName[] = termNames.toSorted((a, b) => compare(terms[a].title, terms[b].title));
