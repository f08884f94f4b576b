/** Lesson 1: rejection by hand, its tolerance, how it runs out of draws with two numbers and with ten, and what the network does instead. */
import type { Facts } from '../app/readout/facts/facts.ts';
import { all, decidedBy, trained } from './conditions.ts';
import type { Condition, Lesson } from './lesson.ts';

/** The view has its simulations. */
const simulated: Condition = ({ rejection }) => rejection !== null && rejection.simulations >= 10_000;

function within(tolerance: number): Condition {
  return ({ rejection }) => rejection !== null && rejection.tolerance <= tolerance;
}

const accepted = ({ rejection }: Facts) => rejection?.accepted ?? null;
const width = ({ rejection }: Facts) => rejection?.sd ?? null;

/**
 * What half the tolerance leaves, from two tolerances that need not be one half of the other: the number kept goes like a power of
 * it. NaN where the page has not found both.
 */
function shareAtHalf({ rejection: now }: Facts, { rejection: began }: Facts): number {
  if (now === null || began === null) return Number.NaN;
  return 2 ** -(Math.log(now.accepted / began.accepted) / Math.log(now.tolerance / began.tolerance));
}

/** Its place among the options a half, a quarter, an eighth. */
function nearestShare(share: number): number {
  if (share > 0.37) return 0;
  return share > 0.18 ? 1 : 2;
}

const TOLERANCE = { anchor: 'panel:rejection', name: 'Tolerance' } as const;

export const bayesBySimulating: Lesson = {
  id: 'bayes-by-simulating',
  number: 1,
  title: 'Bayes by simulating',
  goal: 'Get a posterior from simulations alone, say what the tolerance trades, and why this fails for many numbers.',
  minutes: 12,
  prerequisites: [],
  question: 'Why does rejection fail in ten dimensions?',
  note:
    'Rejection is exact when the tolerance goes to zero, and students should leave with that: it is not a wrong method, it is a wasteful one. ' +
    'Refined forms of it (regression adjustment, sequential sampling) are in use. Let the class guess the share in the third step by ' +
    'hands up: most say a half. The tolerance is a radius in the plane of the data, so the share goes with its square.',
  steps: [
    {
      id: 'keep',
      kind: 'read',
      heading: 'Keep what looks like the data',
      start: { link: 'system=gaussian-mixture&tab=rejection&detail=full' },
      anchor: 'figure:rejection',
      text:
        'Two parameters, $theta_1$ and $theta_2$, and a point that scatters about them. You see the point. Where were the parameters?\n\n' +
        'Bayes by simulating: draw parameters from the [[prior]], simulate a point, and keep the parameters if the point lies near the ' +
        'observed one. Each dot is one of 10,000 simulations; the dark ones are kept. *Near* is set by the tolerance, in standard ' +
        'deviations of the data.',
      show: [{ do: 'wait', until: simulated, for: 'the simulations' }],
      claims: [
        { text: '10,000', value: ({ rejection }) => rejection?.simulations ?? null, stated: 10_000, tolerance: 0 },
      ],
    },
    {
      id: 'wide',
      kind: 'do',
      heading: 'A generous tolerance',
      anchor: 'panel:rejection',
      turn: 'set the tolerance to 0.5',
      text:
        'Set the tolerance to 0.5 or a little more. About 1,300 simulations are kept: plenty.\n\n' +
        'But they include parameters whose points lie far from yours. Their standard deviation in $theta_1$ is about 2.2, three times ' +
        'that of the exact posterior, 0.7.',
      hint: 'Take the slider, or click on it and use the arrow keys.',
      done: all(
        simulated,
        ({ rejection }) => (rejection?.tolerance ?? 0) >= 0.45 && (rejection?.tolerance ?? 9) <= 0.8,
      ),
      show: [
        { do: 'wait', until: simulated, for: 'the simulations' },
        { do: 'slide', ...TOLERANCE, to: 0.5 },
      ],
      claims: [
        { text: '1,300', value: accepted, stated: 1300, tolerance: 150 },
        { text: '2.2', value: width, stated: 2.17, tolerance: 0.2 },
      ],
      said: 'A wide tolerance gives a posterior that is too broad.',
    },
    {
      id: 'half',
      kind: 'predict',
      heading: 'Half the tolerance: how many are left?',
      start: { link: 'tab=rejection&tolerance=0.5' },
      begins: simulated,
      anchor: 'panel:rejection',
      text:
        'Two numbers are compared: the two coordinates of the point. With a tolerance of 0.5 some 1,300 simulations are kept. What share of ' +
        'them is left with 0.25?',
      guess: {
        kind: 'choice',
        options: ['About a half', 'About a quarter', 'About an eighth'],
        right: (now, began) => decidedBy(shareAtHalf(now, began), nearestShare),
      },
      reveal: [
        { do: 'wait', until: simulated, for: 'the simulations' },
        { do: 'slide', ...TOLERANCE, to: 0.25 },
      ],
      ready: all(simulated, within(0.26)),
      said: ({ rejection }) =>
        `${rejection?.accepted ?? 0} are left. The kept points fill a disc about the observed one, and half the radius is a quarter of the ` +
        `area. The standard deviation in $theta_1$ is ${(rejection?.sd ?? Number.NaN).toFixed(2)} now. That of the exact posterior is in the last row of the table.`,
    },
    {
      id: 'run-out',
      kind: 'do',
      heading: 'Tighten it until nothing is left',
      start: { link: 'tab=rejection&tolerance=0.1' },
      anchor: 'panel:rejection',
      turn: 'lower the tolerance',
      text:
        'This posterior has a spike on a broad hill: half of its probability lies within a few tenths of the point. To see the spike, the tolerance must be ' +
        'smaller than it is wide: 0.02.\n\nLower it that far. Of 10,000 simulations at most a handful is left, and they show no posterior.',
      done: all(simulated, within(0.025)),
      show: [
        { do: 'wait', until: simulated, for: 'the simulations' },
        { do: 'slide', ...TOLERANCE, to: 0.02 },
      ],
      claims: [{ text: 'at most a handful', value: accepted, stated: 2.5, tolerance: 5 }],
      said: ({ rejection }) =>
        `${rejection?.accepted ?? 0} of 10,000. A smaller tolerance makes the answer more exact and leaves less of it.`,
    },
    {
      id: 'network',
      kind: 'do',
      heading: 'Use all of them',
      start: { link: 'simulations=10000&batchSize=100&epochs=25&preset=small&tab=posterior', network: 'untrained' },
      anchor: 'action:train',
      turn: 'press Train',
      text:
        'A network learns from every pair, however far its point lies from yours: how the answer changes with the data is smooth, so distant ' +
        'pairs tell about near ones. Press *Train*: as many simulations, 10,000.\n\nIt is a toy network, and not exact. But its standard ' +
        'deviation in $theta_1$ comes out at about 0.7, with a spike, and without a tolerance.',
      done: trained,
      show: [
        { do: 'perform', action: 'train' },
        { do: 'wait', until: trained, for: 'the training', seconds: 60 },
      ],
      claims: [
        { text: '10,000', value: ({ run }) => run.simulations, stated: 10_000, tolerance: 0 },
        {
          text: '0.7',
          value: ({ posterior }) => posterior?.quantities.theta1.sd ?? null,
          stated: 0.73,
          tolerance: 0.15,
        },
      ],
      said: 'Nothing was thrown away. In exchange there is an approximation to check, which rejection with a small tolerance does not need.',
    },
    {
      id: 'ten',
      kind: 'read',
      heading: 'Ten numbers instead of two',
      start: { link: 'system=gaussian-linear&tab=rejection&tolerance=0.73&detail=full' },
      anchor: 'panel:rejection',
      text:
        'Another system: ten parameters, ten measured numbers. Now a simulation is kept only if the ten are near together.\n\n' +
        'To keep 200 of 10,000, the tolerance must be as large as 0.73. The kept values of $theta_1$ have a standard deviation of 0.28: hardly less than the ' +
        'prior’s, 0.32. The exact posterior’s is 0.22. Almost nothing has been learnt.',
      show: [{ do: 'wait', until: simulated, for: 'the simulations' }],
      claims: [
        { text: '200', value: accepted, stated: 200, tolerance: 50 },
        { text: '10,000', value: ({ rejection }) => rejection?.simulations ?? null, stated: 10_000, tolerance: 0 },
        { text: '0.28', value: width, stated: 0.28, tolerance: 0.03 },
      ],
    },
    {
      id: 'none',
      kind: 'do',
      heading: 'As near as with two numbers',
      anchor: 'panel:rejection',
      turn: 'lower the tolerance to 0.3',
      text:
        'With two numbers, 0.3 was a generous tolerance, and some 500 of 10,000 simulations were kept. Set it here. Of 10,000 simulations, 0 are left.\n\n' +
        'More simulations are no way out: to get 200 at this tolerance would take many millions.',
      done: all(simulated, within(0.32)),
      show: [
        { do: 'wait', until: simulated, for: 'the simulations' },
        { do: 'slide', ...TOLERANCE, to: 0.3 },
      ],
      claims: [{ text: '0 are left', value: accepted, stated: 0, tolerance: 2 }],
    },
    {
      id: 'why',
      kind: 'ask',
      heading: 'Why does rejection fail in ten dimensions?',
      text:
        'Near in all of $d$ numbers means a ball in $d$ dimensions. For a small tolerance $epsilon$ the share that is kept goes like\n\n' +
        '$$epsilon^d$$\n\nHalve the tolerance with ten numbers: how many times fewer are kept?',
      answer: {
        kind: 'number',
        label: 'Times fewer',
        right: () => 2 ** 10,
        tolerance: 0.03,
        mistakes: [
          {
            when: (given) => given === 2,
            why: 'That holds for one number. Each further number halves the share once more.',
          },
          { when: (given) => given === 4, why: 'That holds for two numbers, a disc. Here there are ten.' },
          {
            when: (given) => given === 20,
            why: 'The factors are multiplied, not added: 2 for each of the ten numbers.',
          },
          {
            when: (given) => given === 100,
            why: 'That is ten squared. The share goes like the tolerance to the power ten.',
          },
        ],
        otherwise: 'Each number contributes a factor of 2, and the factors are multiplied.',
        why: '$2^10 = 1024$ times fewer. That is why rejection compares few summaries, and why what these leave out is lost.',
      },
    },
  ],
};
