/** Definitions: how a network is trained. */
import type { Term } from '../term.ts';
import type { TermName } from '../termForms.ts';

export const trainingTerms = {
  loss: {
    title: 'Loss',
    also: 'mean of −ln q(θ | s)',
    text: 'What training makes small: minus the logarithm of the density that the network gives to the true parameters, averaged over simulated pairs. One nat less means that the truths get 2.7 times the density (as a geometric mean).',
    caveat: 'It cannot fall below a floor that depends on the system: what the data leave open, no network can tell.',
    seeAlso: ['validation-loss', 'nats', 'ln-q'],
  },
  'validation-loss': {
    title: 'Validation loss',
    text: 'The loss on simulated pairs that were kept out of the training. It tells how the network does on data it has not seen, and the network with the lowest one is kept.',
    pictures: ['overfitting'],
    seeAlso: ['loss', 'overfitting', 'patience'],
  },
  nats: {
    title: 'Nats',
    text: 'The unit of information that goes with natural logarithms; one nat is 1.44 bits. 0.69 nats are worth as much as halving the range of possible values.',
    seeAlso: ['loss', 'information-gain', 'ln-q'],
  },
  overfitting: {
    title: 'Overfitting',
    text: 'The network memorises its training pairs: the training loss goes on falling while the validation loss rises. Its posteriors become too narrow.',
    pictures: ['overfitting'],
    caveat: 'More simulations help, or new ones in every epoch. Longer training does not.',
    seeAlso: ['validation-loss', 'patience', 'weight-decay'],
  },
  epoch: {
    title: 'Epoch',
    text: 'One pass over all training pairs, in many steps. After each, the validation loss is measured.',
    seeAlso: ['step', 'patience', 'validation-loss'],
  },
  step: {
    title: 'Step',
    text: 'One small change of all weights of the network, computed from one minibatch of pairs. A training takes thousands of them.',
    seeAlso: ['epoch', 'batch-size', 'learning-rate'],
  },
  patience: {
    title: 'Patience',
    text: 'After so many epochs without a better validation loss, training stops. The best network so far is kept.',
    seeAlso: ['epoch', 'validation-loss', 'overfitting'],
  },
  seed: {
    title: 'Seed',
    text: 'The number that all random choices follow from. The same study with the same seed gives the same network again; another seed repeats the experiment with other chance.',
    caveat: 'Bit for bit, the same network takes the same engine as well.',
    seeAlso: ['ensemble', 'sampling-noise'],
  },
  'batch-size': {
    title: 'Minibatch',
    text: 'The pairs from which one step is computed; their number is the batch size. A larger one makes each step steadier and slower.',
    seeAlso: ['step', 'learning-rate'],
  },
  'learning-rate': {
    title: 'Learning rate',
    text: 'How far one step moves the weights. Too large, and training jumps about; too small, and it takes forever.',
    seeAlso: ['step', 'epoch'],
  },
  'weight-decay': {
    title: 'Weight decay',
    also: 'Gaussian prior on the weights',
    text: 'A penalty on large weights of the network, which keeps its posteriors smooth. For this loss, a squared penalty is exactly a Gaussian prior on the weights, of which the training finds the most plausible ones.',
    caveat: 'It is still one network. What other networks fit as well, an ensemble shows.',
    seeAlso: ['overfitting', 'ensemble', 'prior'],
  },
  ensemble: {
    title: 'Ensemble',
    text: 'Several networks with their own initial weights and minibatches, whose posteriors are mixed. Where they disagree, the networks have not learned enough; the width on which they agree is what the data leave open.',
    pictures: ['ensemble'],
    caveat: 'Networks may agree and all be wrong, for instance for data unlike any in the training.',
    seeAlso: ['npe', 'seed', 'weight-decay'],
  },
} as const satisfies Partial<Readonly<Record<TermName, Term>>>;
