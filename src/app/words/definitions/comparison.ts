/** Definitions: what a posterior is compared with, how it is reweighted, and what the data can tell at all. */
import type { Term } from '../term.ts';
import type { TermName } from '../termForms.ts';

export const comparisonTerms = {
  reference: {
    title: 'Reference posterior',
    text: 'The same posterior computed by another method, to compare the network with. Its label says how far to trust it: exact, mcmc (a long random walk whose draws converge to it) or approx.',
    caveat: 'An approximate reference is no truth: a gap may be its own.',
    seeAlso: ['distance', 'posterior', 'likelihood'],
  },
  distance: {
    title: 'Distance from the reference',
    also: 'sliced Wasserstein distance',
    text: 'How far the network’s draws must be moved, on average over directions, to become those of the reference, in standard deviations of the reference. 0.1 hardly shows; 0.4 is a clear error.',
    caveat: 'It is never 0: sampling noise alone gives a little.',
    seeAlso: ['reference', 'draws', 'sampling-noise'],
  },
  'importance-weights': {
    title: 'Importance weights',
    text: 'Each draw counts by how much more plausible it is under another distribution than under the one it was drawn from. In this way the draws of one posterior stand for that under moved priors, or for the exact one.',
    pictures: ['weights'],
    caveat: 'It works only where there are draws: none can be made up for a region that has none.',
    seeAlso: ['effective-sample-size', 'k-hat', 'prior'],
  },
  'effective-sample-size': {
    title: 'Effective sample size',
    also: 'ESS',
    text: 'As how many equal draws the weighted ones count. At 10 %, a tenth of the draws do nearly all the work.',
    pictures: ['weights'],
    seeAlso: ['importance-weights', 'k-hat', 'draws'],
  },
  'k-hat': {
    title: 'k-hat',
    also: 'Pareto k̂',
    text: 'How heavy the tail of the largest weights is. Up to about 0.7 the weighted draws can be used; above, a few of them decide everything.',
    caveat: 'With few draws the limit is lower.',
    seeAlso: ['importance-weights', 'effective-sample-size'],
  },
  ridge: {
    title: 'Ridge',
    also: 'degeneracy',
    text: 'A line or curve of parameter values that give the same data. The data cannot tell them apart: along it only the prior speaks.',
    pictures: ['ridge'],
    caveat: 'More data of the same kind make the ridge thinner, not shorter. It takes data of another kind.',
    seeAlso: ['stiff-and-sloppy', 'contraction', 'prior'],
  },
  'stiff-and-sloppy': {
    title: 'Stiff and sloppy',
    text: 'The stiff combination of parameters is the one that the data pin down best, compared with the prior; the sloppy direction is the one along which they say least. One posterior can have both.',
    pictures: ['ridge'],
    seeAlso: ['ridge', 'contraction', 'prior'],
  },
  contraction: {
    title: 'Contraction',
    text: 'The share of the prior’s variance that the data have removed: 0 % means nothing was learned, 100 % that nothing is left open. There is one for each direction.',
    caveat: 'A network that is too sure shows a large one, too: it is no check.',
    seeAlso: ['stiff-and-sloppy', 'prior', 'posterior'],
  },
  'information-gain': {
    title: 'Information gain',
    text: 'How much the data have taught, from prior to posterior, in nats. 0 means that the posterior is the prior; each 0.69 is worth halving the range of possible values.',
    seeAlso: ['nats', 'prior', 'contraction'],
  },
  'profile-likelihood': {
    title: 'Profile likelihood',
    text: 'The best fit to the data for each value of one parameter, with all others free. Where it stays flat, the data cannot tell the values apart, whatever the prior says.',
    seeAlso: ['likelihood', 'ridge', 'confidence-interval'],
  },
} as const satisfies Partial<Readonly<Record<TermName, Term>>>;
