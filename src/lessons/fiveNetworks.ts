/** Lesson 10: overfitting, weight decay as a prior on the weights, and how far networks that are trained again disagree. */
import { decidedBy, isTrue, trained } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Condition, Lesson } from './lesson.ts';

const NAN = Number.NaN;
const percent = (share: number) => `${share < 0.095 ? (100 * share).toFixed(1) : Math.round(100 * share)} %`;

/** A few seconds of training on two threads: 900 steps on 180 pairs, without anything that holds the network back. */
const FEW =
  'system=galaxy-bias&detail=full&tab=posterior&retrain=0&simulations=200&fresh=0&batchSize=100&epochs=500&preset=standard' +
  '&patience=1000&weightPriorSd=none';

/** Nats by which the validation loss at the end is above its lowest. */
const risen = ({ run }: Facts): number =>
  run.validationLoss ? run.validationLoss.last - run.validationLoss.best : NAN;
/** Nats between the pairs that were not trained on and those that were. */
const gap = ({ run }: Facts): number => (run.validationLoss?.last ?? NAN) - (run.trainingLoss ?? NAN);

/** All are trained, and the exact posterior is there to compare with. */
const fiveTrained: Condition = ({ networkSpread }) =>
  networkSpread.length >= 3 && networkSpread.every(({ here }) => here.Ab2?.exact !== null);
const first = ({ networkSpread }: Facts) => networkSpread[0];
const last = ({ networkSpread }: Facts) => networkSpread[networkSpread.length - 1];

/** Of ln(A b^2), which the data fix: variance within the networks over that of the exact posterior. */
function withinOverExact(facts: Facts): number {
  const of = fiveTrained(facts, facts) ? last(facts).here.Ab2 : undefined;
  return of === undefined || of.exact === null ? NAN : of.within / of.exact;
}

/** How much smaller the share between the networks is with 5,000 simulations than with 200. */
function shareRatio(facts: Facts): number {
  return fiveTrained(facts, facts) ? last(facts).share / first(facts).share : NAN;
}

export const fiveNetworks: Lesson = {
  id: 'five-networks',
  number: 10,
  title: 'Weight decay and five networks',
  goal: 'Say what weight decay assumes, recognise overfitting, and say which uncertainty a single posterior leaves out.',
  minutes: 12,
  prerequisites: ['how-sure'],
  question: 'What does one network’s posterior not contain?',
  note:
    'It is often said that neural posterior estimation "captures a distribution of plausible networks". It does not: it trains one network, whose output is a distribution. ' +
    'The decay used here is an L2 term in the loss, and its minimum is the most probable set of weights under a Gaussian prior. This does not hold for decoupled decay (AdamW), nor where ' +
    'training stops early. Ask before the last step whether five networks that agree must be right.',
  steps: [
    {
      id: 'one',
      kind: 'read',
      heading: 'One training gives one network',
      start: { link: FEW, network: 'untrained' },
      anchor: 'figure:posterior',
      text:
        'A network has thousands of weights. Training searches for one set of them that gives the simulated pairs a high density.\n\n' +
        'Its answer is a distribution over the *parameters* $A$ and $b$. There is no distribution over the *weights*: another set, found from other simulations, would answer differently.\n\n' +
        'With only 200 simulations many sets fit. Let us see how that goes wrong.',
      claims: [{ text: '200', value: ({ study }) => study.training.simulations, stated: 200, tolerance: 0 }],
    },
    {
      id: 'overfit',
      kind: 'do',
      heading: 'Too few simulations',
      anchor: 'action:train',
      turn: 'press Train',
      text:
        'Press *Train*. Of the 200 pairs 180 are trained on, again and again; 20 are kept apart, and their loss is the [[validation loss]].\n\n' +
        'The training loss keeps falling over 900 steps. The validation loss falls, then rises: the network learns the 180 pairs themselves, not what they have in common. It [[overfits|overfitting]].',
      claims: [
        { text: '200', value: ({ run }) => run.simulations, stated: 200, tolerance: 0 },
        { text: '900', value: ({ run }) => run.step, stated: 900, tolerance: 0 },
        {
          text: 'then rises',
          value: (now) => isTrue(risen(now), (nats) => nats > 0.3),
          stated: 1,
          tolerance: 0,
          otherwise: 'Here it has not risen.',
        },
      ],
      done: trained,
      said: (now) =>
        `At the end the validation loss is ${risen(now).toFixed(1)} nats above its lowest, which it had at step ${now.run.validationLoss?.bestStep ?? ''}. The page keeps that network, and tells you that it overfits.`,
      show: [
        { do: 'perform', action: 'train' },
        { do: 'wait', until: trained, for: 'the training', seconds: 90 },
      ],
    },
    {
      id: 'lambda',
      kind: 'ask',
      heading: 'A prior on the weights',
      anchor: 'panel:training',
      text:
        '[[Weight decay]] adds a penalty for large weights $w$ to the mean loss over $N$ pairs:\n\n' +
        '$$L + frac{lambda}{2} sum w^2$$\n\n' +
        'Times $N$ this is minus the logarithm of a likelihood times a Gaussian prior of sd $s$ on each weight, if $lambda = 1 / (N s^2)$.\n\nWhich $lambda$ belongs to $s = 0.1$ and 180 pairs?',
      hint: 'Insert both numbers: $N = 180$, and $s^2 = 0.01$.',
      answer: {
        kind: 'number',
        label: 'lambda',
        right: () => 1 / (180 * 0.1 ** 2),
        tolerance: 0.03,
        mistakes: [
          {
            when: (given) => Math.abs(given - 100) < 3,
            why: 'That is $1 / s^2$, the penalty of the summed loss. The loss here is a mean, so it is divided by $N$.',
          },
          {
            when: (given) => Math.abs(given - 1 / 18) < 0.003,
            why: 'That is $1 / (N s)$. The sd enters as a square, as in the Gaussian.',
          },
          {
            when: (given) => Math.abs(given - 1 / 3.6) < 0.01,
            why: 'The half stands in the penalty already. Some programs leave it out there, and need half of this number.',
          },
        ],
        otherwise: 'Divide one by 180 times 0.01.',
        why: '$1 / (180 * 0.01) = 0.56$. With ten times as many pairs the same prior needs a tenth of it: the prior counts less, the more data there are.',
      },
    },
    {
      id: 'decay',
      kind: 'predict',
      heading: 'The same 200 simulations, with that prior',
      start: { link: 'weightPriorSd=0.1', network: 'untrained' },
      anchor: 'figure:loss',
      text: 'Now every weight has a Gaussian prior of sd 0.1. The network is trained again on the same pairs, for as many steps. What will the two losses do?',
      guess: {
        kind: 'choice',
        options: [
          'Both stay close together',
          'Training falls, validation rises, as before',
          'Both rise: the network learns nothing',
        ],
        right: (now) => decidedBy(gap(now), (nats) => (nats < 1 ? 0 : 1)),
      },
      reveal: [
        { do: 'perform', action: 'train' },
        { do: 'wait', until: trained, for: 'the training', seconds: 90 },
      ],
      ready: trained,
      said: (now) =>
        `At the end they differ by ${gap(now).toFixed(1)} nats. Weights that fit single pairs are improbable under this prior. It is still one network: the most probable set of weights, if the training finds it.`,
    },
    {
      id: 'five',
      kind: 'predict',
      heading: 'Train it again, on other simulations',
      anchor: 'panel:network-spread',
      text:
        'Five networks, each with simulations of its own, answer the same data. The variance splits in two: *within*, the mean of their own variances; *between*, how far their means lie apart.\n\n' +
        'What will 5,000 simulations each change, compared with 200? On reveal fifteen small networks are trained, with the page’s usual weight prior.',
      guess: {
        kind: 'choice',
        options: [
          'Both parts shrink towards nothing',
          'Between shrinks, within becomes that of the exact posterior',
          'Within shrinks, between stays',
        ],
        right: (now) =>
          decidedBy(shareRatio(now), (ratio) => {
            if (ratio > 0.7) return 2;
            const within = withinOverExact(now);
            if (within < 0.3) return 0;
            // Neither option says anything else.
            return within > 0.5 && within < 2 ? 1 : NAN;
          }),
      },
      reveal: [
        { do: 'perform', action: 'train-fives' },
        { do: 'wait', until: fiveTrained, for: 'fifteen networks', seconds: 150 },
      ],
      ready: fiveTrained,
      said: (now) =>
        fiveTrained(now, now)
          ? `Between them lie ${percent(first(now).share)} of the variance with 200 simulations, ${percent(last(now).share)} with ${last(now).simulations.toLocaleString('en')}, over 20 data sets. ` +
            `The part within does not vanish: for $A b^2$ it is now ${percent(withinOverExact(now))} of the exact variance. The data leave that open, and no training removes it.`
          : '',
    },
    {
      id: 'table',
      kind: 'read',
      heading: 'What a single network shows',
      anchor: 'panel:network-spread',
      text:
        'The table has both parts for the data on screen, at 200, 1,000 and 5,000 simulations. A single network shows the part within, and nothing of the other.\n\n' +
        'Five networks tell the part between only roughly; the grey bars show how roughly. It is smaller with 5,000 simulations than with 200.\n\n' +
        'An [[ensemble]] answers with the mixture of its networks, whose variance is the sum of both.',
      hint: 'Is there no table? Press *Train five networks each*.',
      claims: [
        { text: '200', value: (now) => now.networkSpread[0]?.simulations ?? null, stated: 200, tolerance: 0 },
        { text: '1,000', value: (now) => now.networkSpread[1]?.simulations ?? null, stated: 1000, tolerance: 0 },
        { text: '5,000', value: (now) => now.networkSpread[2]?.simulations ?? null, stated: 5000, tolerance: 0 },
        {
          text: 'smaller',
          value: (now) => isTrue(shareRatio(now), (ratio) => ratio < 0.7),
          stated: 1,
          tolerance: 0,
          otherwise: 'Here it is not clearly smaller.',
        },
      ],
    },
    {
      id: 'contain',
      kind: 'ask',
      heading: 'What does one network’s posterior not contain?',
      text: 'A network was trained once, on 1,000 simulations. You look at its posterior for your data. Which uncertainty is not in it?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'What the noise of the data leaves open',
            why: 'This is in it: the simulations have that noise, and the network learns how much it leaves open.',
          },
          {
            text: 'What another training would have answered',
            right: true,
            why: 'The weights are one point, not a distribution. How far other networks would differ shows only when they are trained; with more simulations it vanishes.',
          },
          {
            text: 'What the prior says of the parameters',
            why: 'This is in it: the parameters of the simulations are drawn from the prior, and along the ridge the posterior is nothing else.',
          },
        ],
      },
    },
    {
      id: 'agree',
      kind: 'ask',
      heading: 'Five networks agree. Are they right?',
      anchor: 'panel:network-spread',
      text: 'With 5,000 simulations five networks give nearly the same posterior. A colleague concludes that it is the exact one. Is it?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'Yes: they could not agree by chance',
            why: 'They need no chance. All have the same form, the same prior on their weights and the same training, and share what these get wrong.',
          },
          {
            text: 'Not necessarily: they can share a mistake',
            right: true,
            why: 'A flow that is too simple is so five times. Agreement rules out one fault only, chance in the training. The reference posterior, or a calibration check, looks at the others.',
          },
          {
            text: 'No: only infinitely many networks would be right',
            why: 'More networks tell the part between more precisely. They do not change what all of them have in common.',
          },
        ],
      },
    },
  ],
};
