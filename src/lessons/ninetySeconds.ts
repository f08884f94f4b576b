/** Lesson 0: drag the truth, move a prior, train. The shortest lesson, and the pattern for the others: it has every kind of step. */
import { all, answered, dataChanged, decidedBy, posteriorHere, priorMoved, trained } from './conditions.ts';
import type { Lesson } from './lesson.ts';

/** Animals a day that come in the third step. */
const ARRIVALS = 10;

export const ninetySeconds: Lesson = {
  id: 'ninety-seconds',
  number: 0,
  title: 'Ninety seconds',
  goal: 'Say what this page does: it reads data backwards, from what you see to what could have caused them.',
  minutes: 2,
  prerequisites: [],
  question: 'What just answered?',
  note:
    'Hold it as the first thing, without an introduction. Most students take the network for a fit to these twenty counts. The last ' +
    'question brings that out: it has never seen them.',
  steps: [
    {
      id: 'pond',
      kind: 'read',
      heading: 'A pond, counted on twenty days',
      start: { link: 'system=birth-death&tab=posterior&retrain=0' },
      anchor: 'figure:observation',
      text:
        'Animals are born, die and arrive between the visits, unseen. You see only the twenty counts.\n\n' +
        'The blue curves answer the reverse question: which rates of birth $lambda$, death $mu$ and arrival $nu$ could have ' +
        'caused these counts? They are the [[posterior]].',
    },
    {
      id: 'drag',
      kind: 'do',
      heading: 'Drag the truth, see the answer follow',
      anchor: 'figure:posterior',
      pairs: true,
      turn: 'drag an orange cross',
      text:
        'The orange crosses are the true rates, with which the page has simulated the counts. Drag one.\n\n' +
        'New counts are drawn, and the network answers for them at once. It is not trained again.',
      hint: 'Take a cross with the pointer, or reach it with Tab and move it with the arrow keys.',
      done: all(dataChanged, answered),
      said: 'Other data, another answer, from the same network.',
      show: [
        { do: 'truth', to: [0.5, 0.6, 4] },
        { do: 'wait', until: posteriorHere, for: 'the posterior' },
        { do: 'truth', to: [0.3, 0.6, 4] },
        { do: 'wait', until: answered, for: 'the posterior' },
      ],
    },
    {
      id: 'guess',
      kind: 'predict',
      heading: 'Five times as many newcomers: where will the curve of ν go?',
      start: { link: 'truth=0.5,0.6,2' },
      anchor: 'figure:posterior',
      covered: ['posterior', 'reference', 'truth'],
      text: 'Two animals arrive a day. Suppose that ten do, and everything else stays. New counts are drawn, and the network is asked again.',
      guess: {
        kind: 'choice',
        options: ['To higher arrival rates', 'It stays', 'To lower arrival rates'],
        right: (now, began) => {
          const [after, before] = [now, began].map(({ posterior }) => posterior?.quantities.nu.median ?? Number.NaN);
          return decidedBy(after / before, (ratio) => {
            if (ratio > 1.5) return 0;
            return ratio < 1 / 1.5 ? 2 : 1;
          });
        },
      },
      reveal: [{ do: 'truth', to: [0.5, 0.6, ARRIVALS] }],
      said: ({ posterior }) => {
        const [low, high] = posterior?.quantities.nu.central68 ?? [Number.NaN, Number.NaN];
        const missed =
          ARRIVALS < low || ARRIVALS > high
            ? ` The true ${ARRIVALS} lies outside: of such intervals about one in three misses.`
            : '';
        return `The network now says ${low.toPrecision(2)} to ${high.toPrecision(2)} a day, with a probability of 68 %. It is an interval, not a number: twenty counts cannot tell it more exactly.${missed}`;
      },
    },
    {
      id: 'prior',
      kind: 'do',
      heading: 'Move a prior',
      start: { link: 'truth=0.5,0.6,2' },
      anchor: 'parameter:nu',
      turn: 'move one end of the slider',
      text:
        'The answer also depends on what you held possible before you counted: the [[prior]].\n\n' +
        'Allow at most two newcomers a day. Every combination with a higher arrival rate is ruled out, whatever the counts say.',
      done: all(priorMoved('nu'), posteriorHere),
      said: 'What the prior excludes, no data bring back.',
      show: [
        { do: 'prior', key: 'nu', law: 'logUniform(0.5, 2)' },
        { do: 'wait', until: posteriorHere, for: 'the posterior' },
      ],
    },
    {
      id: 'train',
      kind: 'do',
      heading: 'Watch a network learn it',
      start: { link: 'system=birth-death&simulations=2000&epochs=20&preset=small', network: 'untrained' },
      anchor: 'action:train',
      turn: 'press Train',
      text:
        'This network knows nothing yet. Press *Train*: it draws rates from the prior, simulates 2,000 ponds, and learns to give ' +
        'the true rates of each a high probability.\n\nMore ponds make a better network; the one before had five million.',
      claims: [{ text: '2,000', value: ({ run }) => run.simulations, stated: 2000, tolerance: 0 }],
      done: trained,
      said: 'A few seconds of simulated ponds, and it reads one that it has never seen.',
      show: [
        { do: 'perform', action: 'train' },
        { do: 'wait', until: trained, for: 'the training', seconds: 60 },
      ],
    },
    {
      id: 'what',
      kind: 'ask',
      heading: 'Were these twenty counts in the training set?',
      text: 'The twenty counts on screen were in the training set of the network:',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'all of them',
            why: 'It was trained on 2,000 simulated ponds. These counts are asked about, not learnt from.',
          },
          {
            text: 'none of them',
            right: true,
            why: 'It learnt from simulated ponds how counts come from rates, and applies that to any counts: trained once, asked a thousand times.',
          },
          {
            text: 'some of them',
            why: 'No part of the data on screen is used in training: that is why it answers at once for other data.',
          },
        ],
      },
    },
  ],
};
