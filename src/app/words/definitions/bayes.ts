/** Definitions: what is known before and after the data, and what learns it. */
import type { Term } from '../term.ts';
import type { TermName } from '../termForms.ts';

export const bayesTerms = {
  prior: {
    title: 'Prior',
    text: 'What is plausible for each parameter before the data are seen, as a probability distribution. The simulations that train the network draw their parameters from it.',
    pictures: ['prior-and-posterior'],
    caveat: 'There is no posterior without a prior. Where the data say little, the answer is mostly the prior.',
    seeAlso: ['posterior', 'likelihood', 'nuisance'],
  },
  posterior: {
    title: 'Posterior',
    text: 'What is plausible for each parameter after the data are seen: the prior, reweighted by how well each value explains the data. Its width is the uncertainty that is left.',
    pictures: ['prior-and-posterior'],
    caveat: 'What the network shows is an approximation of it. The checks tell how good the approximation is.',
    seeAlso: ['prior', 'likelihood', 'credible-interval', 'reference'],
  },
  likelihood: {
    title: 'Likelihood',
    also: 'p(x | θ)',
    text: 'How probable these very data are if the parameters have given values. Many simulators can produce data easily, while this probability is impractical to compute.',
    caveat: 'It is no probability of the parameters: for that it takes a prior.',
    seeAlso: ['prior', 'posterior', 'npe', 'profile-likelihood'],
  },
  simulator: {
    title: 'Simulator',
    text: 'A program that makes data from parameters, as the system under study would, chance included. Here it replaces a formula for the likelihood.',
    caveat: 'If the simulator is wrong, so is every answer learned from it. The predictive check may show it.',
    seeAlso: ['parameter', 'likelihood', 'predictive-check'],
  },
  parameter: {
    title: 'Parameter',
    also: 'θ, theta',
    text: 'A number that sets how the system behaves and cannot be measured directly. The posterior is about these.',
    seeAlso: ['nuisance', 'prior', 'posterior'],
  },
  observation: {
    title: 'Observation',
    also: 'the data, x',
    text: 'The one data set whose causes are asked for. It may be simulated, with a known true value, or your own.',
    seeAlso: ['summaries', 'posterior', 'out-of-distribution'],
  },
  summaries: {
    title: 'Summaries',
    also: 'summary statistics, s',
    text: 'A few numbers computed from the data, which are all that the network is given. The posterior is then the one given these numbers.',
    caveat:
      'What the summaries leave out cannot inform the posterior: it may be wider than the data would allow, and no calibration check shows that.',
    seeAlso: ['observation', 'posterior', 'sbc'],
  },
  nuisance: {
    title: 'Nuisance parameter',
    text: 'A parameter that shapes the data but is not asked for, such as a noise level. It is either held fixed, or drawn from its own prior in every simulation.',
    caveat:
      'Holding it at a wrong value makes the posterior too narrow or misplaced. Drawing it makes the posterior wider.',
    seeAlso: ['marginalised', 'prior', 'parameter'],
  },
  marginalised: {
    title: 'Marginalised',
    also: 'integrated out',
    text: 'Averaged over everything a nuisance parameter may be, each value counted by its plausibility. Here this happens by drawing a new value for every simulation and not telling the network.',
    caveat: 'It is only as right as the prior of the nuisance parameter, and it takes more simulations.',
    seeAlso: ['nuisance', 'prior', 'npe'],
  },
  draws: {
    title: 'Draws',
    also: 'samples of the posterior',
    text: 'Random parameter values that come up as often as the posterior says. A cloud of them stands for the posterior: intervals and figures are computed from it.',
    caveat: 'Numbers from draws have sampling noise: ten times the draws, about a third of the noise.',
    seeAlso: ['posterior', 'sampling-noise', 'credible-interval'],
  },
  npe: {
    title: 'NPE',
    also: 'neural posterior estimation',
    text: 'Simulate many pairs of parameters and data, and train a network to give the true parameters of each pair a high density. One network then outputs a whole distribution over the parameters for any data of this kind.',
    caveat:
      'It is accurate on average over data that the prior predicts, not for each observation. What the network itself does not know is not part of its answer: an ensemble shows it.',
    seeAlso: ['flow', 'loss', 'amortised', 'ensemble'],
  },
  amortised: {
    title: 'Amortised',
    text: 'The work is done once, in training; afterwards each new observation is answered at once by the same network. With amortised priors, the network is also told the prior, and answers for any within the sliders.',
    caveat:
      'This holds for data like those of the training, of the same design. For a single observation, it may not pay.',
    seeAlso: ['npe', 'out-of-distribution', 'prior'],
  },
  flow: {
    title: 'Normalizing flow',
    text: 'A network that bends a bell curve (a Gaussian) into another shape by a chain of invertible maps. Since every bend can be undone, the density of each point is known exactly.',
    pictures: ['flow'],
    caveat:
      'Thin curved ridges and well separated peaks are hard for it: between two peaks it may leave a faint bridge.',
    seeAlso: ['npe', 'ln-q', 'draws'],
  },
} as const satisfies Partial<Readonly<Record<TermName, Term>>>;
