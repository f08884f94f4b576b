/**
 * Lesson 11: a model that lacks a delay answers with confidence and wrongly; which checks can notice; and a network that learns the law
 * itself, and with it the delay.
 */
import { all, decidedBy, isTrue, trained } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Condition, Lesson } from './lesson.ts';

const NAN = Number.NaN;

/** The example file gene-delay.csv: half-lives of 20 and 60 min, a delay of 20 min, noise 10 %. */
const READINGS =
  'packed=Acas8zwtk91uG0EIhd9lr9nRAPObV6lyYSXbNqrjVnVstYry7vnYzYXXDHOAw4F5X369XJ6Xh-X7y3lbZHn9fd84fnuU5XJ63bj4sV229Xk7n_6np-sdyPXP6Sku_mG__b29_VweLrfzWZb76XzbrgT3NIesPRUXLUlltdSmKF_RxrmlMqUXqWng9ikl5SFaXQ7I4F-N2Cw5zRxWx7IRl0X0QBsu7VU0T1lzyp1qWsOJ4Ra-WQCq4nMqjpGglVPRKdNTlVWTNuk1ebhrM2nEgG61SWuYkTfnyrGMREoChpQasfCBlSs5NRXxEY3iFKO9PXAobvvCWhXbU3Bhsx0H7FqnGGmxR-6iHQVm6LNCi-YK5GiYrkM5ciNOIWc3quylQhxcnFwD1cQ903YYpZAMfaqH2nAoCONpKE0QlQYeo2ro4LCikkvJ0EtI6Z3xQJeEI7haB4X29OCFqYwSXjS2BlNa8piX0ZCHVcNLKdAxG-T9El-hFYJX7rXvXoLUAkoJRWPyNJe543R6zC5SBpwZVRkxnJEq7R9jiQKJloyPTrRl4yyQSm3EPkhajM4RxDr5oioSMtyeD0-tu8Ymde6iqvQAh9FCDGSRxsLChisI99Spx46ww4y7k9EhzPaEdAMa7DkLhb41JAtQZXX3xZpQa3YcBkGVXygAIaRBFdag0CLxoHyXpVPPDl32Oc19vSbSG-8nngFvz3w-fnwC';
const TRUE_HALF_LIFE = 60;
/** A small network, trained in the page in some ten seconds, for a gene whose protein follows its mRNA at once. */
const WRONG = `system=gene-delay&design.delay=0&detail=full&tab=posterior&simulations=10000&fresh=0&epochs=25&batchSize=100&preset=small&${READINGS}`;

/** Of the protein's half-life: how far the posterior mean is from the truth, posterior sds. */
function halfLifeOff({ posterior }: Facts): number {
  const of = posterior?.quantities.hp;
  return of === undefined ? NAN : Math.abs(of.mean - TRUE_HALF_LIFE) / of.sd;
}

const meanHalfLife = ({ posterior }: Facts): number => posterior?.quantities.hp?.mean ?? NAN;
const sdOfHalfLife = ({ posterior }: Facts): number => posterior?.quantities.hp?.sd ?? NAN;

const levelOf = ({ verdicts }: Facts, check: string) => verdicts.find((each) => each.check === check)?.level ?? null;
const calibrated: Condition = (now) => levelOf(now, 'calibration') !== null;
/** Whether one of the two checks of the observation objects; NaN: neither is made yet. */
function objected(now: Facts): number {
  const levels = [levelOf(now, 'outlier'), levelOf(now, 'predictive')];
  return levels.includes(null) ? NAN : Number(levels.includes('bad'));
}

/** The fit is of these data, and rests. */
const fitted: Condition = ({ learnt }) => learnt?.finished === true && learnt.learner === 'neural-ode';

function foundDelay({ learnt }: Facts): number {
  const numbers = learnt?.findings['ode.profile']?.numbers;
  return numbers?.find(({ name }) => name === 'delay at the minimum')?.value ?? NAN;
}

/** Errors on the held-out pulse, of M0, M1 and M2; 1 is noise alone. */
function errors({ learnt }: Facts): readonly number[] {
  return learnt?.findings['ode.compare']?.bars?.bars.map(({ value }) => value) ?? [NAN, NAN, NAN];
}

export const wrongModel: Lesson = {
  id: 'wrong-model',
  number: 11,
  title: 'The wrong model',
  goal: 'Say which checks can notice that the model itself is wrong, which cannot, and how a learnt law finds what was missing.',
  minutes: 12,
  prerequisites: ['trust'],
  question: 'Which check could have warned you?',
  note:
    'Calibration judges the network under its own model: both the truth and the data come from it. So it passes however wrong the model is. Only what compares with the real data can object. ' +
    'It is often said that a neural ODE learns a posterior over laws. It gives one most probable vector field, a point estimate. Nor can a law of "now" in mRNA and protein hold a delay: it needs some memory.',
  steps: [
    {
      id: 'gene',
      kind: 'read',
      heading: 'A gene, and a model of it',
      start: { link: WRONG },
      begins: trained,
      anchor: 'figure:observation',
      text:
        'A gene is switched on by three pulses. Its mRNA $m$ is read, and the protein $p$ made from it. These readings are of a gene whose protein has a half-life of 60 minutes, and appears 20 minutes after its mRNA.\n\n' +
        'The model does not know of that delay:\n\n$$frac{dp}{dt} = beta m(t) - d p$$\n\nA small network has just been trained on simulations of this model.',
    },
    {
      id: 'confident',
      kind: 'predict',
      heading: 'What does the posterior of the half-life look like?',
      begins: trained,
      anchor: 'figure:posterior',
      covered: ['posterior', 'reference', 'verdicts'],
      text: 'The protein’s true half-life $h_p$ is 60 minutes. The model lacks the delay. What will its [[posterior]] say of $h_p$?',
      guess: {
        kind: 'choice',
        options: ['About 60, as it should', 'So wide that 60 is well inside', 'Something else, and quite sure of it'],
        right: (now) =>
          decidedBy(halfLifeOff(now), (off) => {
            if (off > 2) return 2;
            return sdOfHalfLife(now) > 30 ? 1 : 0;
          }),
      },
      said: (now) =>
        `It says ${meanHalfLife(now).toFixed(0)} ± ${sdOfHalfLife(now).toFixed(0)} minutes: the truth is ${halfLifeOff(now).toFixed(1)} sd away. A slower decay imitates a late arrival, and nothing in the posterior shows that it had to.`,
    },
    {
      id: 'calibration',
      kind: 'predict',
      heading: 'Does calibration notice?',
      begins: all(trained, calibrated),
      anchor: 'figure:calibration',
      covered: ['verdicts'],
      text: 'Simulation-based calibration ([[SBC|simulation-based calibration]]) counts where the truth ranks among the draws, over many data sets. Will it find this network at fault?',
      hint: 'Where do the data sets of the check come from?',
      guess: {
        kind: 'choice',
        options: ['Yes, the model is wrong', 'No, it finds no fault that explains this'],
        right: (now) => (levelOf(now, 'calibration') === null ? NAN : Number(levelOf(now, 'calibration') !== 'bad')),
      },
      said: (now) =>
        levelOf(now, 'calibration') === 'bad'
          ? 'Here it objects, but to the short training: its data sets are simulated by the same model without a delay, so it cannot see the delay.'
          : 'It does not object. Its data sets are simulated by the same model without a delay, so network and check share the mistake.',
    },
    {
      id: 'data',
      kind: 'predict',
      heading: 'And the checks of this observation?',
      begins: all(trained, (now) => Number.isFinite(objected(now))),
      anchor: 'panel:observation-checks',
      covered: ['verdicts'],
      text: 'Two checks look at the readings themselves: whether the simulations contain anything like them, and whether simulations at the posterior’s parameters look like them. Will one of them object?',
      guess: {
        kind: 'choice',
        options: ['Yes', 'No'],
        right: (now) => decidedBy(objected(now), (found) => 1 - found),
      },
      said: (now) =>
        objected(now) === 1
          ? 'Yes: no simulation without a delay looks like these readings. Only what compares with the real data can say that the model is wrong.'
          : 'Here neither does: the noise hides the delay from them. That is no proof that the model is right.',
    },
    {
      id: 'learn',
      kind: 'do',
      heading: 'Let a network learn the law',
      start: { link: 'retrain=1' },
      anchor: 'panel:learner',
      turn: 'choose Neural ODE',
      text: 'Say less about the law:\n\n$$frac{dp}{dt} = G(m(t - tau)) - d p$$\n\nHere $G$ is a small network, and $tau$ is learnt with it. The pulse of 60 minutes is held out, to test with.\n\nChoose *Neural ODE*. It learns from these readings alone: no simulations. Watch the curves bend to the points.',
      done: fitted,
      said: 'What you get is one most probable law, a point estimate. It is not a posterior over laws.',
      show: [
        { do: 'press', anchor: 'panel:learner', name: 'Neural ODE' },
        { do: 'wait', until: fitted, for: 'the fit' },
      ],
    },
    {
      id: 'profile',
      kind: 'predict',
      heading: 'At which delay is its loss lowest?',
      start: { link: 'learner=neural-ode' },
      begins: fitted,
      anchor: 'panel:learnt',
      text: 'The fit may have ended in a minimum that is not the lowest. So on reveal $tau$ is held at 0, 2, ..., 40 minutes, and everything else is fitted each time, from two sides. Some seconds. Where will the loss be lowest?',
      guess: {
        kind: 'number',
        label: 'delay',
        unit: 'min',
        low: 0,
        high: 40,
        start: 5,
        right: foundDelay,
        close: 0.15,
      },
      reveal: [
        { do: 'press', anchor: 'panel:learnt', name: 'Try all delays' },
        { do: 'wait', until: (now) => Number.isFinite(foundDelay(now)), for: 'the fits', seconds: 120 },
      ],
      ready: (now) => Number.isFinite(foundDelay(now)),
      said: (now) =>
        `At ${foundDelay(now).toFixed(1)} minutes. The readings were made with a delay of 20, of which nobody told the network.`,
    },
    {
      id: 'held-out',
      kind: 'predict',
      heading: 'Which law misses a pulse that it never saw?',
      start: { link: 'learner=neural-ode' },
      begins: fitted,
      anchor: 'panel:learnt',
      text: 'Three laws: M0 sees the mRNA of this moment alone, M1 that of one earlier moment, M2 that of the last 40 minutes. Five networks of each are now asked for the pulse of 60 minutes, which none has learnt from. On average, which is furthest off?',
      guess: {
        kind: 'choice',
        options: ['M0, this moment', 'M1, one delay', 'M2, the last 40 minutes'],
        right: (now) => {
          const found = errors(now);
          return found.some(Number.isNaN) ? NAN : found.indexOf(Math.max(...found));
        },
      },
      reveal: [
        { do: 'press', anchor: 'panel:learnt', name: 'Compare the laws' },
        { do: 'wait', until: (now) => errors(now).every(Number.isFinite), for: 'the networks', seconds: 120 },
      ],
      ready: (now) => errors(now).every(Number.isFinite),
      said: (now) => {
        const [none, delay, history] = errors(now).map((error) => error.toFixed(1));
        return `Where 1 is noise alone, M0 has ${none}, M1 ${delay}, M2 ${history}. However flexible $G$ is, the same mRNA goes with one rate while it rises and another while it falls: a law of this moment cannot say that.`;
      },
      claims: [
        {
          text: 'which is furthest off',
          value: (now) => isTrue(errors(now)[0] / Math.max(errors(now)[1], errors(now)[2]), (ratio) => ratio > 3),
          stated: 1,
          tolerance: 0,
          otherwise: 'Here the laws differ little.',
        },
      ],
    },
    {
      id: 'which',
      kind: 'ask',
      heading: 'Which check could have warned you?',
      anchor: 'panel:learnt',
      text: 'You have a posterior, and it is sharp. You do not know whether your model is right. What could tell you that it is not?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'A flat rank histogram',
            why: 'It is flat for a wrong model, too: truth and data of the check both come from that model.',
          },
          {
            text: 'More simulations, so that the network is better',
            why: 'They come from the same model. The network then answers the wrong question more exactly.',
          },
          {
            text: 'A comparison of simulations with the real readings, or with readings held out',
            right: true,
            why: 'The real data are the only thing here that does not come from the model. Predict them, best those that nothing has learnt from, and look.',
          },
        ],
      },
    },
  ],
};
