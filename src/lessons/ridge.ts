/** Lesson 6: a degeneracy, in galaxy bias. Only A b² can be seen; more data sharpen it alone; another kind of data breaks the ridge. */
import { all, dataChanged, decidedBy, posteriorHere } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Lesson } from './lesson.ts';

/** Half of the central 68 % over the median: about the relative error. */
function relativeError({ posterior }: Facts, key: string): number | null {
  const of = posterior?.quantities[key];
  return of === undefined ? null : (of.central68[1] - of.central68[0]) / 2 / of.median;
}

/** Posterior over prior width. */
function width({ posterior }: Facts, key: string): number {
  return posterior?.quantities[key]?.widthOfPrior ?? Number.NaN;
}

const percent = (share: number | null) => {
  const hundredths = 100 * (share ?? Number.NaN);
  return `${hundredths < 10 ? hundredths.toFixed(1) : Math.round(hundredths)} %`;
};

export const ridge: Lesson = {
  id: 'ridge',
  number: 6,
  title: 'The ridge',
  goal: 'Recognise a degeneracy, say which combination of the parameters the data fix, and how to break it.',
  minutes: 9,
  prerequisites: ['ninety-seconds'],
  question: 'Which number do the data fix?',
  note:
    'Let the class draw the shape on paper before step 3. The usual mistake is a round blob, or a blob stretched along one axis: the fault of ' +
    'thinking of one parameter at a time. The second is to hope for more data; step 5 is there for it.',
  steps: [
    {
      id: 'spectrum',
      kind: 'read',
      heading: 'What a galaxy survey sees',
      start: { link: 'system=galaxy-bias&truth=2,1&tab=posterior&retrain=0' },
      anchor: 'figure:observation',
      text:
        'Galaxies trace matter, but they cluster more strongly than it, by a factor $b$, the bias. The survey measures how strongly galaxies cluster on nine ' +
        'scales $k$:\n\n$$P(k) = A b^2 P_m(k)$$\n\n$P_m$ is the known spectrum of matter, $A$ says how strongly matter clusters. You want $A$ and $b$.',
    },
    {
      id: 'twins',
      kind: 'ask',
      heading: 'Two universes',
      anchor: 'figure:observation',
      text:
        'In one universe $A = 2$ and $b = 1$. In another one $A = 0.5$, so matter clusters less, and $b = 2$, so galaxies exaggerate it more.\n\n' +
        'How strongly do galaxies cluster in the second one? Compute $A b^2$.',
      hint: 'Square the bias first.',
      answer: {
        kind: 'number',
        label: 'A b² of the second universe',
        right: () => 0.5 * 2 ** 2,
        tolerance: 0.01,
        mistakes: [
          {
            when: (given) => given === 1,
            why: 'That is $A b$: the bias is squared, since a spectrum is a square of the density.',
          },
          { when: (given) => given === 0.5, why: 'That is $A$ alone, without the bias.' },
        ],
        otherwise: 'Multiply $0.5$ by $2^2$.',
        why: 'It is 2 in both: the expected spectra are the same to the last digit. Only the noise differs from survey to survey.',
      },
    },
    {
      id: 'shape',
      kind: 'predict',
      heading: 'Which pairs (A, b) could have made these points?',
      start: { link: 'tab=ridge&axes=A,b&scale=log' },
      anchor: 'figure:ridge',
      turn: 'drag the shape',
      covered: ['posterior', 'reference', 'truth', 'verdicts'],
      text: 'Drag the shape so that it covers all pairs that could have made these nine points, and nothing else.',
      hint: 'Compare the pairs $(2, 1)$ and $(0.5, 2)$ of the step before.',
      guess: { kind: 'ellipse', start: { x: 1, y: 1.3, width: 0.25, height: 0.25, turn: 0 } },
      said: (facts) =>
        `A thin line, from one end of the prior to the other: every pair with the same $A b^2$. Across it the data tell much: $A b^2$ to ${percent(relativeError(facts, 'Ab2'))}. Along it they tell nothing.`,
    },
    {
      id: 'fixed',
      kind: 'read',
      heading: 'One number is fixed, two are not',
      start: { link: 'tab=posterior' },
      anchor: 'figure:posterior',
      text:
        'The nine points fix $A b^2$ to about 5 %. But $A$ alone is as uncertain as before you looked: 98 % of its [[prior]] width is left.\n\n' +
        'Such a line is a [[stiff and sloppy|degeneracy]], or ridge. The network does not hide it: it was only told to give true values a high ' +
        'probability, and learnt the line by itself. Thin ridges are hard for a network, so compare it with the dashed exact answer.',
      show: [{ do: 'wait', until: posteriorHere, for: 'the posterior' }],
      claims: [
        { text: '5 %', value: (facts) => relativeError(facts, 'Ab2'), stated: 0.052, tolerance: 0.014 },
        { text: '98 %', value: (facts) => width(facts, 'A'), stated: 0.98, tolerance: 0.1 },
      ],
    },
    {
      id: 'other-universe',
      kind: 'do',
      heading: 'Jump to the other universe',
      start: { link: 'truth=2,1&tab=ridge&axes=A,b&scale=log' },
      anchor: 'figure:ridge',
      turn: 'drag the cross along the ridge',
      text:
        'The cross is the true pair. Move it to $A = 0.5$, $b = 2$, at the other end of the line, or press *Jump to the other universe*.\n\n' +
        'Watch the nine points: they stay where they are, and so does the answer.',
      done: all(dataChanged, posteriorHere, ({ observation }) => {
        const { A, b } = observation.truth ?? {};
        return A < 1 && Math.abs(Math.log((A * b * b) / 2)) < 0.2;
      }),
      said: 'The same data, the same posterior, another truth. No method can tell these two apart from this spectrum alone.',
      show: [
        { do: 'truth', to: [0.5, 2] },
        { do: 'wait', until: posteriorHere, for: 'the posterior' },
      ],
    },
    {
      id: 'more-data',
      kind: 'predict',
      heading: 'Six times as much sky: how well do you know A then?',
      start: { link: 'truth=2,1&tab=ridge&axes=A,b&scale=log&simulations=10000&epochs=15&preset=small&fresh=0' },
      anchor: 'figure:ridge',
      covered: ['posterior', 'reference'],
      text:
        'A survey of six times the volume has more waves on every scale, so each of the nine points has a smaller error.\n\n' +
        'A new network is needed, since the law of the data is another one. It is trained when you reveal, on a small budget.',
      guess: {
        kind: 'choice',
        options: ['Much better', 'A little better', 'No better'],
        right: (now) =>
          decidedBy(width(now, 'A'), (left) => {
            if (left < 0.5) return 0;
            return left < 0.8 ? 1 : 2;
          }),
      },
      reveal: [
        { do: 'design', key: 'V', to: 1.8e8 },
        { do: 'perform', action: 'train-new-study' },
      ],
      ready: ({ run, posterior }) =>
        run.state === 'finished' && posterior?.isOfTheseData === true && posterior.step > 0,
      said: (now) =>
        `The line is thinner: $A b^2$ is now known to ${percent(relativeError(now, 'Ab2'))}. It is as long as before: ${percent(width(now, 'A'))} of the prior width of $A$ is left. More of the same data sharpen what they fix, and nothing else.`,
    },
    {
      id: 'break-it',
      kind: 'do',
      heading: 'Another kind of data',
      start: { link: 'system=galaxy-bias&truth=2,1&tab=ridge&axes=A,b&scale=log&retrain=0' },
      anchor: 'design:rsd',
      turn: 'switch redshift-space distortions on',
      text:
        'Galaxies fall towards clusters. That squeezes the map along the line of sight, by an amount that depends on matter and not on $b$:\n\n' +
        '$$P(k, mu) = A (b + f mu^2)^2 P_m(k)$$\n\nHere $mu$ is the cosine of the angle to the line of sight, and $f$ the growth rate. Switch it on: the spectrum is then measured in several directions.',
      done: all(
        ({ study }) => study.design.rsd === true,
        posteriorHere,
        (now) => width(now, 'A') < 0.85,
      ),
      said: (now) =>
        `The ridge ends within the prior: $A$ keeps ${percent(width(now, 'A'))} of its prior width, $b$ ${percent(width(now, 'b'))}. It is still stretched, but the data now bound it.`,
      show: [
        { do: 'design', key: 'rsd', to: true },
        { do: 'wait', until: posteriorHere, for: 'the posterior', seconds: 60 },
      ],
    },
    {
      id: 'which-number',
      kind: 'ask',
      heading: 'A report says A = 1.0, from 0.4 to 2.6. What does that range tell?',
      start: { link: 'system=galaxy-bias&truth=2,1&tab=ridge&axes=A,b&scale=log&retrain=0' },
      anchor: 'figure:ridge',
      text: 'A colleague reports from such a spectrum, without any other data: "$A = 1.0$, with a range of 0.4 to 2.6." What does this range tell you?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'How well the survey measures A',
            why: 'The survey measures $A b^2$. Another survey, six times as large, gives the same range.',
          },
          {
            text: 'Which prior the colleague took',
            right: true,
            why: 'Along the ridge the posterior is the prior. With a wider prior the range would be wider. What the data fix is $A b^2$, and that should be reported.',
          },
          {
            text: 'That the network is too unsure',
            why: 'The exact posterior is as wide: the width is right, and it comes from the prior.',
          },
        ],
      },
    },
  ],
};
