/** Definitions: how a posterior is checked. */
import type { Term } from '../term.ts';
import type { TermName } from '../termForms.ts';

export const checkTerms = {
  sbc: {
    title: 'SBC',
    also: 'simulation-based calibration',
    text: 'Choose a true value from the prior, simulate data from it, and see where it ranks among the network’s draws; repeat this hundreds of times. If the stated uncertainty is right, every rank comes up equally often, and the bars are flat within the grey band.',
    pictures: ['rank', 'histograms'],
    caveat:
      'Flat bars are not proof: a network that ignores the data and returns the prior is flat too. And it is an average over all data: it says nothing about one observation.',
    seeAlso: ['rank', 'coverage', 'ln-p', 'sampling-noise'],
  },
  rank: {
    title: 'Rank',
    text: 'How many of the network’s draws lie below the true value: with nine draws, 0 to 9. Over many data sets every rank should come up equally often.',
    pictures: ['rank', 'histograms'],
    caveat:
      'A U usually means that the posteriors are too narrow; posteriors of the right width in the wrong places give a U as well.',
    seeAlso: ['sbc', 'ecdf', 'draws'],
  },
  ecdf: {
    title: 'ECDF',
    also: 'empirical cumulative distribution function',
    text: 'The fraction of ranks below each value, here minus the fraction expected. The curve of a calibrated network stays wholly inside the band in 95 % of cases.',
    pictures: ['ecdf'],
    caveat: 'It holds the same ranks as the histogram, but needs no bins, and its band is for the whole curve at once.',
    seeAlso: ['sbc', 'rank', 'sampling-noise'],
  },
  coverage: {
    title: 'Coverage',
    text: 'How often the stated intervals contain the true value, over many simulated data sets. 90 % intervals should contain it in 90 % of cases: the curve then follows the diagonal.',
    pictures: ['coverage'],
    caveat:
      'It is right on average over the prior, not at every true value. Below the diagonal the intervals are too narrow or misplaced, above it too wide.',
    seeAlso: ['credible-interval', 'confidence-interval', 'sbc', 'tarp'],
  },
  'credible-interval': {
    title: 'Credible interval',
    text: 'A range that holds a stated share of the posterior, such as 90 %. Given the prior, the model and these data, the parameter lies in it with that probability.',
    pictures: ['credible-interval'],
    caveat:
      'At one fixed true value it may contain the truth more or less often than stated; on average over the prior it is exact.',
    seeAlso: ['posterior', 'coverage', 'confidence-interval', 'densest-region'],
  },
  'confidence-interval': {
    title: 'Confidence interval',
    text: 'A recipe for intervals that contain the true value in, say, 90 % of repeated experiments, whatever the true value is. It needs no prior.',
    caveat: 'For the data at hand it is no statement of probability about the parameter: that is a credible interval.',
    seeAlso: ['credible-interval', 'coverage', 'profile-likelihood'],
  },
  'densest-region': {
    title: 'Densest region',
    also: 'highest-density region',
    text: 'The smallest region that holds a stated share of the posterior: every point in it is more plausible than any outside. It may be curved, or fall into several parts.',
    pictures: ['densest-region'],
    seeAlso: ['credible-interval', 'coverage', 'ln-q'],
  },
  tarp: {
    title: 'TARP',
    also: 'tests of accuracy with random points',
    text: 'A test of coverage for all parameters together: is the true value nearer to a chosen point than a share of the draws is? Over many data sets, each share should come up as often as it says.',
    pictures: ['tarp'],
    caveat:
      'Since the points here are chosen from the data, it can catch a posterior that ignores them; for points chosen blindly, it cannot.',
    seeAlso: ['coverage', 'sbc', 'draws'],
  },
  'ln-q': {
    title: 'ln q',
    text: 'The logarithm of the density that the network’s posterior gives to a point, here the true value. Its ranks test all parameters and their correlations at once.',
    seeAlso: ['rank', 'sbc', 'loss', 'densest-region'],
  },
  'ln-p': {
    title: 'ln p',
    also: 'log-likelihood of the data',
    text: 'How well parameter values explain the data, where the likelihood is known. Its ranks reveal a posterior that ignores the data, which those of the parameters do not.',
    seeAlso: ['likelihood', 'rank', 'sbc'],
  },
  'local-c2st': {
    title: 'L-C2ST',
    also: 'local classifier two-sample test',
    text: 'A classifier learns to tell true values from the network’s draws, given the data. If it can do so for data like this observation, the posterior is wrong here.',
    caveat: 'A small classifier misses small faults: finding nothing is not proof.',
    seeAlso: ['sbc', 'p-value', 'predictive-check'],
  },
  'out-of-distribution': {
    title: 'Out of distribution',
    also: 'unusual data',
    text: 'Data unlike any that the network was trained on. Its posterior for them is an extrapolation, and often confident and wrong.',
    caveat:
      'The check looks at what the network is given: data may be strange in a way that the summaries do not show.',
    seeAlso: ['observation', 'summaries', 'predictive-check'],
  },
  'predictive-check': {
    title: 'Predictive check',
    text: 'Simulate data from draws of the posterior and see whether they look like the observation. If they do not, the model or the posterior is wrong for these data.',
    pictures: ['predictive'],
    caveat: 'A posterior that is too wide can still predict the data well.',
    seeAlso: ['simulator', 'p-value', 'out-of-distribution'],
  },
  'p-value': {
    title: 'p-value',
    text: 'How often chance alone would give a result at least as extreme, if nothing were wrong. Below 0.05 the page says caution, below 0.01 problem: of right answers, each check calls about 1 in 100 a problem.',
    caveat:
      'With many checks a small one is no surprise: where several are taken together, they are corrected for it (Holm).',
    seeAlso: ['sampling-noise', 'sbc', 'predictive-check'],
  },
  'sampling-noise': {
    title: 'Sampling noise',
    text: 'What chance does to any number that is computed from finitely many draws or data sets. Four times as many halve it.',
    caveat: 'Grey bands show how much of it to expect; what lies within says nothing.',
    seeAlso: ['draws', 'p-value', 'sbc'],
  },
  conformal: {
    title: 'Conformal region',
    text: 'A region whose size is set so that it contained the stated share of true values on other data sets. Its coverage is then right on average, whatever the network does.',
    caveat: 'It corrects how often the truth is inside, not the posterior.',
    seeAlso: ['coverage', 'densest-region', 'ln-q'],
  },
  'rank-correlation': {
    title: 'Rank correlation',
    also: 'Spearman',
    text: 'How well the order of one quantity follows the order of another, from 0 (not at all) to 1 (the largest with the largest, and so on). The sizes themselves do not count, so a few huge values change little.',
    caveat: 'What rises and falls again along the other quantity can have a rank correlation of 0.',
    seeAlso: ['prior', 'stiff-and-sloppy', 'contraction'],
  },
} as const satisfies Partial<Readonly<Record<TermName, Term>>>;
