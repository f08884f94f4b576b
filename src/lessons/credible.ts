/**
 * Lesson 9: credible is not confidence. Gaussian linear, where prior and noise have the same variance, so that the coverage at one
 * true value has a closed form: 98 % at the centre of the prior, 63 % two prior sds away (diagnostics/calibration/coverageAt.ts).
 */
import { all, answered, performed } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Condition, Lesson } from './lesson.ts';

/** Two prior sds of theta_1: 2 sqrt(0.1). */
const FAR = 0.632;
const NAN = Number.NaN;

const at = ({ coverageAt }: Facts): number => coverageAt?.held90.theta1 ?? NAN;

/** Coverage has been measured with the first parameter here. */
const measuredAt =
  (value: number): Condition =>
  ({ coverageAt }) =>
    coverageAt !== null && Math.abs(coverageAt.theta[0] - value) < 0.05;

const percent = (share: number) => `${Math.round(100 * share)} %`;
const truthOf = (first: number) => [first, ...Array<number>(9).fill(0)];

export const credible: Lesson = {
  id: 'credible',
  number: 9,
  title: 'Credible is not confidence',
  goal: 'Say what a 90 % credible interval promises, and on average over what.',
  minutes: 7,
  prerequisites: ['trust'],
  question: 'Which of the two did SBC check?',
  note:
    'The closed form, for the blackboard: with $theta ~ N(0, 1)$ and $x ~ N(theta, 1)$ the 90 % interval holds $theta = 0$ in 98 %, $theta = 2$ in 63 % and ' +
    '$theta = 3$ in 25 % of all data sets, and the average over the prior is exactly 90 %. Students with a course in statistics expect 90 % at every value; that is the ' +
    'definition of a confidence interval.',
  steps: [
    {
      id: 'promise',
      kind: 'read',
      heading: 'What does a 90 % interval promise?',
      start: { link: 'system=gaussian-linear&truth=0,0,0,0,0,0,0,0,0,0&tab=posterior&retrain=0' },
      anchor: 'figure:posterior',
      text:
        'Ten numbers, each measured once with noise. Prior and noise are Gaussian, and equally wide, so the exact posterior is known.\n\n' +
        'A 90 % [[credible interval]] holds the true value with a probability of 90 %, given these data and the prior. Does it also hold 90 % of the time, whatever the true value is?',
    },
    {
      id: 'centre',
      kind: 'predict',
      heading: 'The truth is at the centre of the prior. How often does the 90 % interval hold it?',
      start: { link: 'truth=0,0,0,0,0,0,0,0,0,0' },
      anchor: 'panel:coverage-at-truth',
      covered: ['verdicts'],
      text: 'We hold the true values at 0, simulate 300 data sets, and ask the network for its interval each time.',
      guess: {
        kind: 'number',
        label: 'Share of the intervals that hold the truth',
        low: 0.5,
        high: 1,
        start: 0.9,
        right: at,
        close: 0.025,
      },
      reveal: [{ do: 'perform', action: 'coverage-at-truth' }],
      ready: all(performed('coverage-at-truth'), measuredAt(0)),
      said: (now) =>
        `${percent(at(now))}. The prior pulls every answer towards its centre, and here the truth is at the centre: the pull helps. Theory says 98 %.`,
    },
    {
      id: 'away',
      kind: 'predict',
      heading: 'And two prior widths away?',
      start: { link: `truth=${truthOf(FAR).join(',')}` },
      anchor: 'panel:coverage-at-truth',
      covered: ['verdicts'],
      text: 'Now the first of the ten true values is 0.63, twice the standard deviation of the prior. Such values are rare, but they occur: one in twenty is as far out. Again 300 data sets.',
      guess: {
        kind: 'number',
        label: 'Share of the intervals that hold the truth',
        low: 0.3,
        high: 1,
        start: 0.9,
        right: at,
        close: 0.06,
      },
      reveal: [{ do: 'perform', action: 'coverage-at-truth' }],
      ready: all(performed('coverage-at-truth'), measuredAt(FAR)),
      said: (now) =>
        `${percent(at(now))}; theory says 63 %. Now the pull of the prior leads away from the truth. The network makes no error here: the exact posterior does the same.`,
    },
    {
      id: 'average',
      kind: 'read',
      heading: 'On average it is 90 %',
      start: { link: 'truth=0,0,0,0,0,0,0,0,0,0' },
      anchor: 'figure:coverage',
      text:
        'Draw the true values from the prior instead, and the two cases balance: over the data sets of the check of [[coverage]], the intervals hold about 90 %.\n\n' +
        'That is exact for an exact posterior: 98 % near the centre, less at the edges, 90 % together. It is this average that the checks of this page look at.',
      show: [{ do: 'wait', until: ({ calibration }) => calibration !== null, for: 'the check of coverage' }],
      claims: [
        {
          text: 'about 90 %',
          value: ({ calibration }) => calibration?.held90.theta1 ?? null,
          stated: 0.9,
          tolerance: 0.055,
        },
      ],
    },
    {
      id: 'measure',
      kind: 'do',
      heading: 'Try a true value of your own',
      anchor: 'figure:posterior',
      turn: 'drag the truth, then measure',
      text: 'Drag the true value of $theta_1$ somewhere else, then press *Measure at the true value* under *Credible or confidence?*\n\nFind out how far from the centre the interval is right just as often as it says.',
      hint: 'Try one standard deviation of the prior, 0.32.',
      done: (now, began) =>
        now.coverageAt !== null &&
        now.coverageAt !== began.coverageAt &&
        Math.abs(now.coverageAt.theta[0] - (began.coverageAt?.theta[0] ?? 0)) > 0.02,
      said: (now) =>
        `With the true value at ${(now.coverageAt?.theta[0] ?? NAN).toPrecision(2)} the 90 % interval holds it in ${percent(at(now))} of the data sets.`,
      show: [
        { do: 'truth', to: truthOf(0.32) },
        { do: 'wait', until: answered, for: 'the posterior' },
        { do: 'perform', action: 'coverage-at-truth' },
        { do: 'wait', until: measuredAt(0.32), for: 'the measurement', seconds: 60 },
      ],
    },
    {
      id: 'which',
      kind: 'ask',
      heading: 'It passes SBC: do its 90 % intervals hold the truth in 90 % of repeats of one experiment?',
      anchor: 'figure:coverage',
      text: 'A paper says: "Our network passes SBC, so its 90 % intervals hold the true value in 90 % of repeated experiments." The experiments all measure the same star. What do you answer?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'Yes: that is what SBC shows',
            why: 'SBC draws a new true value from the prior every time. Repeated experiments on one star have one true value.',
          },
          {
            text: 'SBC checks the average over the prior, not one true value',
            right: true,
            why: 'For one star the rate may be 98 % or 63 %, with an exact posterior. Intervals that keep their rate at every value are confidence intervals.',
          },
          {
            text: 'The network must be wrong, if the rate differs',
            why: 'You have seen it differ with exact posteriors. A different rate at one value is no fault of the network.',
          },
        ],
      },
    },
  ],
};
