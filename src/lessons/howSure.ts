/** Lesson 2: the loss as a score, its value for a network that returns the prior, its floor, and what a short training covers. */
import { all, posteriorHere, trained } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Condition, Lesson } from './lesson.ts';

/** Two seconds of training on two threads; 1,800 steps. */
const TOY = 'system=two-moons&detail=full&simulations=4000&batchSize=100&epochs=50&preset=small';

const stepped: Condition = ({ run }, began) => run.step > began.run.step && run.trainingLoss !== null;

/** Where the exact posterior of theta_1 has its two moons, and the middle of the gap between them. */
const [LEFT, GAP, RIGHT] = [-0.28, 0.16, 0.6] as const;

/** Its place among the options: which of them the densest 95 % of theta_1 contain. */
function whereDense({ posterior }: Facts): number {
  const pieces = posterior?.quantities.theta1.densest95 ?? [];
  const holds = (value: number) => pieces.some(([low, high]) => low < value && value < high);
  const moons = Number(holds(LEFT)) + Number(holds(RIGHT));
  if (moons === 2) return holds(GAP) ? 1 : 2;
  if (moons === 1) return 0;
  return holds(GAP) ? 3 : Number.NaN;
}

function densestText({ posterior }: Facts): string {
  const pieces = posterior?.quantities.theta1.densest95 ?? [];
  const ranges = pieces.map(([low, high]) => `from ${low.toFixed(2)} to ${high.toFixed(2)}`).join(' and ');
  return `The densest 95 % of $theta_1$ go ${ranges}${pieces.length === 1 ? ', in one piece' : ''}.`;
}

export const howSure: Lesson = {
  id: 'how-sure',
  number: 2,
  title: 'Teaching a network to say how sure it is',
  goal: 'Say what the training loss measures, what its lowest possible value is, and why a network that is trained too little answers too broadly.',
  minutes: 10,
  prerequisites: [],
  question: 'Why minus the logarithm of the density?',
  note:
    'Students know losses as errors between a prediction and a true value. Here there is no error: the network gives a whole density, ' +
    'and is scored by its height at the true parameters. Let them work out $ln 4$ by hand before anybody presses *Step*. The most common ' +
    'question is how a loss can be negative: a density may be larger than one.',
  steps: [
    {
      id: 'score',
      kind: 'read',
      heading: 'The score of one pair',
      start: { link: TOY, network: 'untrained' },
      anchor: 'figure:posterior',
      text:
        'A simulated pair is made of parameters $theta$ and the data $x$ that they gave. For these data the network outputs a density ' +
        '$q(theta | x)$ over all parameters. The loss of the pair is\n\n' +
        '$$L = - ln q(theta | x)$$\n\n' +
        'at the true parameters: low where the density there is high. The density has a total of one, so more of it in one place means ' +
        'less in all others. Training lowers the mean loss over all pairs.',
    },
    {
      id: 'knows-nothing',
      kind: 'ask',
      heading: 'What is the loss of a network that knows nothing?',
      anchor: 'figure:posterior',
      text:
        'Before training, the network returns the [[prior]] for any data. Here the prior is uniform: $theta_1$ and $theta_2$ each lie ' +
        'between −1 and 1. What is $- ln q$ of any pair?',
      hint: 'The prior is spread over a square of side 2. How high is it, if its total is one?',
      answer: {
        kind: 'number',
        label: 'Loss of one pair',
        unit: 'nats',
        right: () => Math.log(4),
        tolerance: 0.02,
        mistakes: [
          {
            when: (given) => Math.abs(given - Math.log(2)) < 0.02,
            why: 'That is the logarithm of one side. There are two parameters: the square has an area of 4, so the density is 1/4.',
          },
          {
            when: (given) => Math.abs(given + Math.log(4)) < 0.03,
            why: 'The density is 1/4, and its logarithm is negative. The loss is minus that, so it is positive.',
          },
          {
            when: (given) => Math.abs(given) < 0.01,
            why: 'A loss of 0 means a density of 1. The square has an area of 4, so the density is 1/4.',
          },
          {
            when: (given) => Math.abs(given - 0.25) < 0.01 || Math.abs(given - 4) < 0.05,
            why: 'The density is 1/4. The loss is minus its natural logarithm.',
          },
        ],
        otherwise: 'The density is one over the area of the square. Take minus the natural logarithm of that.',
        why: 'The area is 4, the density 1/4 everywhere, so the loss is $ln 4 = 1.39$ for each pair. The unit, with natural logarithms, is the [[nats|nat]].',
      },
    },
    {
      id: 'one-step',
      kind: 'do',
      heading: 'Check it with one step',
      anchor: 'action:step',
      turn: 'press Step',
      text:
        'Press *Step*. The network draws a minibatch of 100 simulated pairs, computes their mean loss, and changes its weights a little ' +
        'in the direction that lowers it.\n\nThe loss of this first minibatch is about 1.4 nats. It is not exactly $ln 4$, since the first weights are random, but small.',
      claims: [{ text: '1.4', value: ({ run }) => run.trainingLoss, stated: 1.4, tolerance: 0.1 }],
      done: stepped,
      said: ({ run }) => `The first loss is ${(run.trainingLoss ?? Number.NaN).toFixed(2)} nats.`,
      show: [
        { do: 'perform', action: 'step' },
        { do: 'wait', until: stepped, for: 'the step' },
      ],
    },
    {
      id: 'train',
      kind: 'do',
      heading: 'Lower it',
      anchor: 'action:train',
      turn: 'press Train',
      text:
        'Press *Train*. The two moons appear: with data $x$, the parameters lie on one of two thin crescents, and the data cannot tell which.\n\n' +
        'A loss can be negative, since a density can be larger than one. After 1,800 steps it is about −3.3 nats. This is a toy budget: 4,000 simulations.',
      claims: [
        { text: '−3.3', value: ({ run }) => run.validationLoss?.best ?? null, stated: -3.27, tolerance: 0.25 },
        { text: '1,800', value: ({ run }) => run.step, stated: 1800, tolerance: 0 },
        { text: '4,000', value: ({ run }) => run.simulations, stated: 4000, tolerance: 0 },
      ],
      done: trained,
      said: ({ run }) =>
        `From ${Math.log(4).toFixed(2)} to ${(run.validationLoss?.best ?? Number.NaN).toFixed(2)} nats: at the true parameters the density has grown ${Math.round(
          Math.exp(Math.log(4) - (run.validationLoss?.best ?? Number.NaN)),
        )} times, as a geometric mean over the validation pairs.`,
      show: [
        { do: 'perform', action: 'train' },
        { do: 'wait', until: trained, for: 'the training', seconds: 60 },
      ],
    },
    {
      id: 'floor',
      kind: 'read',
      heading: 'How low can it go?',
      anchor: 'figure:loss',
      text:
        'Even the exact posterior leaves the parameters uncertain, so the mean loss has a floor. The likelihood of two moons is known, so the page can compute it: ' +
        'the dashed line, at about −3.8 nats.\n\nNo network gets below it on average. What lies between is the error of this network; what lies below is ' +
        'what the data leave open, and no training changes it.',
      show: [{ do: 'wait', until: ({ floor }) => floor !== null, for: 'the floor', seconds: 60 }],
      // Mean entropy of the exact posteriors; of a hundred data sets its standard error is 0.035.
      claims: [{ text: '−3.8', value: ({ floor }) => floor?.floor ?? null, stated: -3.79, tolerance: 0.15 }],
    },
    {
      id: 'stopped-early',
      kind: 'predict',
      heading: 'Stopped after 36 steps: where does the network put its density?',
      start: { link: 'epochs=1', network: 'untrained' },
      anchor: 'figure:posterior',
      text:
        'The exact answer is two moons. Train a network on the same pairs for 36 steps only, far too few for their shape. It begins as broad as ' +
        'the prior. Where is its density by then?',
      claims: [{ text: '36', value: ({ run }) => run.step, stated: 36, tolerance: 0 }],
      guess: {
        kind: 'choice',
        options: [
          'On one moon alone',
          'Over both moons and the gap between them',
          'On both moons, and nothing between them',
          'On the middle, between the moons',
        ],
        right: whereDense,
      },
      reveal: [
        { do: 'perform', action: 'train' },
        { do: 'wait', until: trained, for: 'the training', seconds: 60 },
      ],
      ready: all(trained, posteriorHere),
      said: (now) =>
        `${densestText(now)}${whereDense(now) === 1 ? ' It began as broad as the prior and has not left the gap yet.' : ''} That is also the side on which this loss prefers ` +
        'to err. Half of the pairs come from either moon: without density on one, each of its pairs would cost $- ln 0$, which has no limit. Density where no ' +
        'pair lies costs little. So a network that is too simple for two moons covers both and the gap, however long it is trained.',
    },
    {
      id: 'why-log',
      kind: 'ask',
      heading: 'Why the logarithm? Why not simply minus the density?',
      text: 'Suppose the loss were $- q(theta | x)$: also low where the density at the true parameters is high. What would the best network answer?',
      hint: 'Where would you put a total of one, to collect as much density as possible on average?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'The same posterior: only the scale of the loss changes',
            why: 'The logarithm is no mere change of scale. With minus the density, moving all density to the most probable place pays off on average, so the posterior would not be the best answer.',
          },
          {
            text: 'A spike at the most probable parameters, however unsure the data leave it',
            right: true,
            why: 'Density is worth most where pairs are most frequent, so all of it goes there. With the logarithm a place without density costs too much, and the mean loss is lowest for the posterior itself.',
          },
          {
            text: 'The prior, since it is never wrong',
            why: 'The prior has a low density everywhere. More density where the data point to gives a lower loss, with either formula.',
          },
        ],
      },
    },
    {
      id: 'average',
      kind: 'ask',
      heading: 'The loss is at its lowest. What is then right?',
      text:
        'The mean of $- ln q$ over all pairs is that of the exact posteriors plus a Kullback–Leibler divergence:\n\n' +
        '$$E[L] = E[H] + E[KL(p || q)]$$\n\n' +
        'The mean entropy $E[H]$ of the exact posteriors does not depend on the network: it is the floor. The divergence is zero only if $q = p$.',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'The answer for every possible data set',
            why: 'Only at the floor itself, which no training reaches. Near it the remaining error is an average: it can be large for data that the prior seldom predicts.',
          },
          {
            text: 'The answers on average, over data that the prior predicts',
            right: true,
            why: 'The mean is over simulated pairs. For rare or impossible data the loss says next to nothing, so one observation needs checks of its own.',
          },
          {
            text: 'The parameters: the network finds the true ones',
            why: 'At the floor the uncertainty is still there. The floor is the mean entropy of the exact posteriors: what the data leave open.',
          },
        ],
      },
    },
  ],
};
