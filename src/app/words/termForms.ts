/**
 * The terms that the page explains: the name of each, which links and <Term> use and which stays when texts change, and the
 * forms in which it stands in sentences (marking.ts). A term without forms is marked by hand only: its word is too common.
 * The texts are in definitions/, which are loaded when the first is asked for.
 */

export const termForms = {
  prior: ['prior', 'priors'],
  posterior: ['posterior', 'posteriors'],
  likelihood: ['likelihood', 'likelihoods'],
  simulator: [],
  parameter: [],
  observation: [],
  summaries: ['summary', 'summaries', 'summary statistics'],
  nuisance: ['nuisance parameter', 'nuisance parameters', 'nuisance'],
  marginalised: ['marginalised', 'marginalises', 'marginalise'],
  draws: [],
  amortised: ['amortised', 'amortisation', 'amortised priors'],
  flow: ['normalizing flow', 'normalizing flows'],
  npe: ['NPE', 'neural posterior estimation'],
  loss: ['training loss'],
  'validation-loss': ['validation loss', 'validation'],
  nats: ['nats', 'nat'],
  overfitting: ['overfitting', 'overfits', 'overfit'],
  epoch: ['epoch', 'epochs'],
  step: [],
  patience: ['patience'],
  seed: ['seed'],
  'batch-size': ['minibatch', 'minibatches'],
  'learning-rate': ['learning rate'],
  'weight-decay': ['weight decay'],
  ensemble: ['ensemble', 'ensembles'],
  sbc: ['SBC', 'simulation-based calibration'],
  rank: ['rank', 'ranks'],
  'rank-correlation': ['rank correlation', 'rank correlations'],
  ecdf: ['ECDF'],
  coverage: ['coverage'],
  'credible-interval': [
    'credible interval',
    'credible intervals',
    'credible region',
    'credible regions',
    'credible mass',
  ],
  'confidence-interval': ['confidence interval', 'confidence intervals'],
  'densest-region': ['densest region', 'densest regions', 'highest-density region', 'highest-density regions'],
  tarp: ['TARP'],
  'ln-q': ['ln q'],
  'ln-p': ['ln p'],
  'local-c2st': ['L-C2ST', 'local test'],
  'out-of-distribution': ['out of distribution', 'extrapolation'],
  'predictive-check': ['predictive check', 'predictive checks'],
  'p-value': ['p-value', 'p-values'],
  'sampling-noise': ['sampling noise'],
  reference: ['reference posterior', 'reference posteriors', 'exact posterior'],
  distance: ['sliced Wasserstein', 'distance from the reference'],
  'importance-weights': ['importance weight', 'importance weights', 'reweighted'],
  'effective-sample-size': ['effective sample size', 'ESS'],
  'k-hat': ['k-hat'],
  conformal: ['conformal region', 'conformal regions'],
  ridge: ['ridge'],
  'stiff-and-sloppy': ['stiff', 'sloppy'],
  contraction: ['contraction', 'contractions'],
  'information-gain': ['information gain'],
  'profile-likelihood': ['profile likelihood', 'profile likelihoods'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type TermName = keyof typeof termForms;

export const termNames = Object.keys(termForms) as readonly TermName[];

export function isTermName(text: string): text is TermName {
  return Object.hasOwn(termForms, text);
}

/** The term of a name or of one of its forms, in any case; null: there is none. */
export function termNamed(text: string): TermName | null {
  const lower = text.toLowerCase();
  const spelled = lower.replaceAll(' ', '-');
  if (isTermName(spelled)) return spelled;
  return termNames.find((name) => termForms[name].some((form) => form.toLowerCase() === lower)) ?? null;
}
