/** Lesson 4: other data without training, a hundred at once, what it cost, and what happens outside of the training distribution. */
import type { Facts } from '../app/readout/facts/facts.ts';
import { all, dataChanged, decidedBy, posteriorHere } from './conditions.ts';
import type { Condition, Lesson } from './lesson.ts';

const outlier = ({ verdicts }: Facts) => verdicts.find(({ check }) => check === 'outlier') ?? null;

/** The data have been compared with those of the training, and are none of them. */
const flagged: Condition = (now) => outlier(now)?.level === 'bad';

/** The network has answered for a whole file. */
const batchAnswered: Condition = ({ page }) =>
  page.batch.observations >= 100 && page.batch.answered === page.batch.observations;

/** The costs have been timed for the study on screen. */
const measured: Condition = ({ ledger }) => ledger !== null;

const milliseconds = (seconds: number) => `${Math.round(1000 * seconds)} ms`;

function payingText(observations: number | null): string {
  if (observations === null) return 'Here the times are too close to tell when training pays.';
  if (!Number.isFinite(observations)) return 'Here training never pays: the exact way is the faster one.';
  return `Training pays from about ${Math.max(1, Number(observations.toPrecision(2)))} ponds upwards.`;
}

/** Spread of the death rate over what it was when the step began. */
function narrowing(now: Facts, began: Facts): number {
  const [after, before] = [now, began].map(({ posterior }) => posterior?.quantities.mu.sd ?? Number.NaN);
  return after / before;
}

function interval({ posterior }: Facts, quantity: string): string {
  const [low, high] = posterior?.quantities[quantity]?.central68 ?? [Number.NaN, Number.NaN];
  return `${low.toPrecision(3)} to ${high.toPrecision(3)}`;
}

export const trainedOnce: Lesson = {
  id: 'trained-once',
  number: 4,
  title: 'Trained once, asked a thousand times',
  goal: 'Say what amortised inference costs and when it pays, and recognise data for which the network was not trained.',
  minutes: 10,
  prerequisites: [],
  question: 'When is amortisation a bad deal?',
  note:
    'The page says "amortised"; students hear "fast". The point of the last three steps is the price: an answer comes just as fast for data ' +
    'for which it is worthless. Ask before the count is dragged whether the network can refuse to answer. It cannot: refusing is the task ' +
    'of a check, and the check sees only what it looks at.',
  steps: [
    {
      id: 'once',
      kind: 'read',
      heading: 'The work is done before the data come',
      start: { link: 'system=birth-death&tab=posterior&retrain=0&detail=full' },
      anchor: 'figure:posterior',
      text:
        'A pond, counted on twenty days. The rates of birth $lambda$, death $mu$ and immigration $nu$ are asked for.\n\n' +
        'The usual way starts with the data: for these counts, try many rates and compare. With other counts you start again.\n\n' +
        'This network was trained before there were any counts, on simulated ponds with rates from the whole [[prior]]. It has learnt the way from ' +
        'counts to rates: its answers are [[amortised]].',
    },
    {
      id: 'other-data',
      kind: 'do',
      heading: 'Three other ponds',
      anchor: 'action:new-noise',
      turn: 'press New noise three times',
      text:
        'Press *New noise* three times. Each time the same rates give other counts, by chance alone, and the same network answers.\n\n' +
        'Watch the progress bar of the training: it does not move. The dashed lines are the exact posterior, computed afresh for each.',
      done: (now, began) => now.observation.change >= began.observation.change + 3 && posteriorHere(now, began),
      show: [
        { do: 'perform', action: 'new-noise' },
        { do: 'wait', until: all(dataChanged, posteriorHere), for: 'the posterior' },
        { do: 'perform', action: 'new-noise' },
        { do: 'wait', until: posteriorHere, for: 'the posterior' },
        { do: 'perform', action: 'new-noise' },
        { do: 'wait', until: posteriorHere, for: 'the posterior' },
      ],
      said: 'Three answers, and no training step.',
    },
    {
      id: 'hundred',
      kind: 'do',
      heading: 'A hundred ponds in one go',
      start: { link: 'noise=1&tab=many' },
      anchor: 'action:try-many',
      turn: 'press Try 100 simulated observations',
      text:
        'A hundred ponds with rates from the prior, in one file: press *Try 100 simulated observations*. The network draws 1,000 posterior ' +
        'samples for each.\n\nFor the exact posterior each pond takes a grid over three rates, up to a second or more. Here all ' +
        '100 answers are there before you have read this sentence twice.',
      done: batchAnswered,
      show: [
        { do: 'perform', action: 'try-many' },
        { do: 'wait', until: batchAnswered, for: 'the answers' },
      ],
      claims: [{ text: '100', value: ({ page }) => page.batch.answered, stated: 100, tolerance: 0 }],
      said: 'Each row is a posterior of its own. Choose one, and it becomes the observation on screen.',
    },
    {
      id: 'break-even',
      kind: 'ask',
      heading: 'After how many observations does it pay?',
      text:
        'Suppose that simulating and training take 40 seconds together. One exact posterior takes 0.5 seconds, and one answer of the ' +
        'network 0.01 seconds. It pays after\n\n' +
        '$$n = frac{t_{train}}{t_{exact} - t_{network}}$$\n\nobservations. How many are that?',
      hint: 'The training is paid once. Each observation then saves the difference.',
      answer: {
        kind: 'number',
        label: 'Observations',
        right: () => 40 / (0.5 - 0.01),
        tolerance: 0.03,
        mistakes: [
          {
            when: (given) => given >= 3000,
            why: 'That divides by the time of the network alone. What each observation saves is the difference of the two times, 0.49 seconds.',
          },
          {
            when: (given) => given > 0 && given < 60,
            why: 'Each observation saves a little less than half a second, and 40 seconds have to be earned back: it takes more.',
          },
        ],
        otherwise: 'Divide the 40 seconds by what one observation saves, 0.49 seconds.',
        why: '40 / 0.49 is about 82. For a single pond the exact way is far cheaper; for a thousand the network is.',
      },
    },
    {
      id: 'ledger',
      kind: 'predict',
      heading: 'And on this machine?',
      anchor: 'panel:ledger',
      text:
        'Now with real times. On reveal the page times everything here: simulations, training steps, posteriors of the network, and ' +
        'exact posteriors of other ponds. It takes a few seconds.\n\nFor how many ponds is it cheaper to train?',
      hint: 'The exact posterior of a pond takes between a tenth of a second and a few seconds.',
      guess: {
        kind: 'number',
        label: 'Ponds',
        low: 1,
        high: 10_000,
        scale: 'log',
        start: 10,
        right: ({ ledger }) => (ledger === null ? Number.NaN : (ledger.paysAfter ?? Number.POSITIVE_INFINITY)),
        close: 0.5,
      },
      reveal: [
        { do: 'perform', action: 'measure-costs' },
        { do: 'wait', until: measured, for: 'the times', seconds: 90 },
      ],
      ready: measured,
      said: ({ ledger }) =>
        ledger === null
          ? ''
          : `All simulations and training steps take ${ledger.once.both.toPrecision(2)} seconds here. After that the network takes ${milliseconds(ledger.posterior)} for a posterior, ` +
            `and the exact way ${milliseconds(ledger.reference ?? Number.NaN)}. ${payingText(ledger.paysAfter)} On another machine it is another number; the network that came with the page was trained for longer, elsewhere.`,
    },
    {
      id: 'outside',
      kind: 'predict',
      heading: 'An impossible count: what does the network say?',
      start: { link: 'truth=0.5,0.6,2&noise=1&tab=posterior' },
      anchor: 'figure:observation',
      text:
        'Suppose that the count of day 10 is mistyped as 200 animals. In this model such a jump, up and back within two days, is all but impossible. ' +
        'What will the network answer?',
      guess: {
        kind: 'choice',
        options: [
          'A very broad posterior: it does not know',
          'A narrow posterior, narrower than before',
          'Nothing: it refuses',
        ],
        right: (now, began) => decidedBy(narrowing(now, began), (ratio) => (ratio < 1 ? 1 : 0)),
      },
      reveal: [
        { do: 'point', entry: 9, to: 200 },
        { do: 'wait', until: all(dataChanged, posteriorHere, flagged), for: 'the posterior' },
      ],
      ready: all(dataChanged, posteriorHere, flagged),
      said: (now, _guess, began) =>
        `The central 68 % of the death rate $mu$ were ${interval(began, 'mu')} a day, now they are ${interval(now, 'mu')}: ${narrowing(now, began) < 1 ? 'narrower' : 'broader'}. ` +
        'The exact posterior, dashed, has to explain the impossible somehow, too. A network gives an answer to any numbers. That this one is ' +
        'an extrapolation has to be found by a check.',
    },
    {
      id: 'told',
      kind: 'read',
      heading: 'The check that tells you',
      start: { link: 'moved=9:200' },
      anchor: 'panel:observation-checks',
      text:
        'The page compares these counts with 2,000 held-out simulations: fewer than 1 % lie so far out. The light is red, and the sentence calls the ' +
        'posterior an extrapolation: the data are [[out-of-distribution|out of distribution]].\n\n' +
        'The check has limits. It looks at distances of the numbers that the network is given. Data can be wrong in a way that these do ' +
        'not show; a predictive check looks at another side of them.',
      claims: [
        {
          text: 'fewer than 1 %',
          value: (now) => (outlier(now) === null ? null : Number(flagged(now, now))),
          stated: 1,
          tolerance: 0,
          otherwise: 'Here more of them do: the light is not red.',
        },
      ],
      show: [{ do: 'wait', until: all(posteriorHere, flagged), for: 'the check' }],
    },
    {
      id: 'bad-deal',
      kind: 'ask',
      heading: 'When is amortisation a bad deal?',
      text:
        'The same network answers for any data of the same design and the same simulator, with any counts that the prior can produce. Which of ' +
        'these jobs should *not* be done with it?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'One precious observation, with a likelihood that can be computed in a second',
            right: true,
            why: 'One exact posterior costs a second and no training, and needs no check of a network. Amortisation pays when there are many observations, or when the likelihood is out of reach.',
          },
          {
            text: 'The counts of two thousand ponds, all made in the same way',
            why: 'This is what it is made for: the training is paid once and shared by two thousand answers.',
          },
          {
            text: 'Checking the posterior on five hundred simulated data sets',
            why: 'This too asks five hundred times. Calibration checks are affordable because the network answers at once.',
          },
        ],
      },
    },
  ],
};
