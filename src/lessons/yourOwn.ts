/**
 * Lesson 14: five lines of simulator, with a mistake in them that a trial shows; a network trained on them; data; and what its calibration
 * certifies. The posterior of the coin is known: after k heads in n tosses and a uniform prior it is Beta(k + 1, n - k + 1).
 */
import { all, answered, dataChanged, decidedBy, isTrue, trained } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Condition, Lesson } from './lesson.ts';

const NAN = Number.NaN;

const lines = (probability: string) => `export const name = 'Bent coin';
export const parameters = { heads: uniform(0, 1, { symbol: 'p' }) };
export const data = vector('heads_of_20');
export const integer = true;
export const simulate = ({ heads }, random) => random.binomial(20, ${probability});
`;
const REPAIRED = lines('heads');
const MISTAKEN = lines('0.5');
/** A small network, trained in the page in some seconds. */
const TRAINING = 'simulations=8000&fresh=0&epochs=20&batchSize=200&preset=small&tab=posterior&retrain=0';

const TOSSES = 20;
const HEADS = 18;
/** Of Beta(k + 1, n - k + 1). */
const MEAN = (HEADS + 1) / (TOSSES + 2);
const SD = Math.sqrt((MEAN * (1 - MEAN)) / (TOSSES + 3));

/** p by permutation that the probability of heads leaves a mark in the data; NaN: this text was not tried. */
const markOfHeads = ({ editor }: Facts): number => editor?.trial?.p.heads ?? NAN;
/** As the trial puts it: up to .01 a clear mark, above .1 none. */
const marked: Condition = (now) => markOfHeads(now) <= 0.01;
const read: Condition = ({ editor }) => editor?.read === true;
const tried: Condition = ({ editor }) => editor !== null && editor.trial !== null;

const of = ({ posterior }: Facts) => posterior?.quantities.heads ?? null;
const calibration = ({ verdicts }: Facts) => verdicts.find(({ check }) => check === 'calibration')?.level ?? null;
const calibrated: Condition = (now) => now.calibration !== null && calibration(now) !== null;
const held = ({ calibration: found }: Facts): number => found?.held90.heads ?? NAN;
const bets = ({ calibration: found }: Facts): number => found?.datasets ?? NAN;
/** Standard deviation by which chance moves the share of bets that are won at 90 %. */
const chance = (now: Facts): number => Math.sqrt((0.9 * 0.1) / bets(now));
const fair = (now: Facts): boolean => Math.abs(held(now) - 0.9) < 3 * chance(now);
const percent = (share: number) => `${Math.round(100 * share)} %`;

export const yourOwn: Lesson = {
  id: 'your-own',
  number: 14,
  title: 'Your own',
  goal: 'Write a simulator, find a mistake in it before training, and say what the answers of its network are worth.',
  minutes: 10,
  prerequisites: ['trust'],
  question: 'Would you bet on it?',
  note:
    'Let the class find the mistake by reading before anybody presses *Try*: few do. Every check of the network passes with it, which is the point of the sixth step. ' +
    'Afterwards let them write five lines about something of their own; the templates of the editor (*Write your own simulator*) are a beginning.',
  steps: [
    {
      id: 'five-lines',
      kind: 'do',
      heading: 'Five lines, and a mistake',
      start: { link: 'system=two-moons&tab=posterior&retrain=0', editor: MISTAKEN },
      anchor: 'editor:text',
      turn: 'read it, then press Try',
      text:
        'A bent coin falls on heads with an unknown probability $p$. It is tossed 20 times. The text says so in five lines: a name, the parameter with its [[prior]], the data, that they are whole numbers, and how they come about.\n\n' +
        'There is a mistake in it, and it runs all the same. Press *Try*: 200 simulations, each with a $p$ from the prior. Read what they say of *heads*.',
      hint: 'Look for the bar of *heads*, and for the sentence with the warning sign.',
      done: tried,
      said: (now) =>
        markOfHeads(now) > 0.01
          ? '*heads* leaves no clear mark in the data: whatever $p$ is, the counts are the same. Something does not use it.'
          : 'Here *heads* leaves a mark in the data: read the sentences of the trial.',
      show: [
        { do: 'wait', until: read, for: 'the text to be read' },
        { do: 'press', anchor: 'editor:trial' },
        { do: 'wait', until: tried, for: 'the 200 simulations', seconds: 60 },
      ],
      claims: [
        {
          text: 'There is a mistake in it',
          value: (now) => isTrue(markOfHeads(now), (p) => p > 0.01),
          stated: 1,
          tolerance: 0,
          otherwise: 'By chance, or because you have changed the text, this trial sees a mark of heads. Try again.',
        },
      ],
    },
    {
      id: 'repair',
      kind: 'do',
      heading: 'Repair it',
      anchor: 'editor:text',
      turn: 'change one word of the last line',
      text:
        'The last line tosses a fair coin: *0.5*, whatever $p$ is. Put *heads* in its place, and press *Try* again.\n\n' +
        'The trial asks only whether something depends on each parameter. It cannot know whether the line is true of your coin.',
      hint: 'random.binomial(20, heads) counts how many of 20 tosses are heads.',
      done: marked,
      said: '*heads* leaves a clear mark now. There is something to learn from.',
      show: [
        { do: 'write', text: REPAIRED },
        { do: 'wait', until: read, for: 'the text to be read' },
        { do: 'press', anchor: 'editor:trial' },
        { do: 'wait', until: marked, for: 'the 200 simulations', seconds: 60 },
      ],
    },
    {
      id: 'use',
      kind: 'do',
      heading: 'Train a network on it',
      start: { link: '', editor: REPAIRED, use: TRAINING },
      anchor: 'editor:use',
      turn: 'press Use it',
      text:
        'Press *Use it*. The page draws 8,000 coins from the prior, fewer than usual, tosses each 20 times in a sandbox, and trains a small network on the pairs.\n\n' +
        'Nobody has written down a [[likelihood]]. The network learns from what your lines do.',
      done: all(({ editor }) => editor?.inUse === true, trained),
      said: 'The network has learnt from your lines. On screen is its answer for one simulated coin.',
      show: [
        { do: 'wait', until: read, for: 'the text to be read' },
        { do: 'press', anchor: 'editor:use' },
        { do: 'wait', until: all(({ editor }) => editor?.inUse === true, trained), for: 'the training', seconds: 90 },
      ],
    },
    {
      id: 'data',
      kind: 'predict',
      heading: '18 heads in 20 tosses: where will the mean of p be?',
      start: { simulator: REPAIRED, link: TRAINING },
      begins: trained,
      anchor: 'figure:posterior',
      covered: ['posterior', 'verdicts'],
      text:
        'Now real data: a file, *coin.csv*, with one number. Your coin fell on heads 18 times in 20, a share of 0.9. On reveal the file is dropped on the page, and *the network answers*.\n\n' +
        'It begins with the five lines as they were repaired here. Where will the mean of the [[posterior]] be?',
      hint: 'Before the tosses every $p$ from 0 to 1 was as likely as any other.',
      guess: {
        kind: 'choice',
        options: ['Clearly below 0.9', 'At 0.9', 'Clearly above 0.9'],
        right: (now) =>
          decidedBy(of(now)?.mean ?? NAN, (mean) => {
            if (mean < 0.885) return 0;
            return mean > 0.915 ? 2 : 1;
          }),
      },
      reveal: [{ do: 'drop', name: 'coin.csv', content: `heads_of_20\n${HEADS}\n` }],
      ready: all(dataChanged, answered),
      said: (now) =>
        `The network says ${(of(now)?.mean ?? NAN).toFixed(3)} ± ${(of(now)?.sd ?? NAN).toFixed(3)}. For this coin the exact answer is known (Laplace, 1774): the mean is $frac{18 + 1}{20 + 2}$ = ${MEAN.toFixed(3)}, the sd ${SD.toFixed(3)}. The prior counts like one more head and one more tail.`,
      claims: [
        {
          text: 'mean of the posterior',
          value: (now, began) => (dataChanged(now, began) && answered(now, began) ? (of(now)?.mean ?? null) : null),
          stated: MEAN,
          tolerance: 0.02,
          otherwise: 'Here the network is further from the exact mean than it should be: train it for longer.',
        },
        {
          text: 'the network answers',
          value: (now, began) => (dataChanged(now, began) && answered(now, began) ? (of(now)?.sd ?? null) : null),
          stated: SD,
          tolerance: 0.015,
          otherwise:
            'Here the width of the network’s answer is further from the exact one than it should be: train it for longer.',
        },
      ],
    },
    {
      id: 'bet',
      kind: 'predict',
      heading: 'Nine to one that p lies in the 90 % interval: a fair bet?',
      begins: all(trained, calibrated),
      anchor: 'figure:coverage',
      covered: ['verdicts'],
      text: 'You say: "$p$ lies in my central 90 % interval", and stake nine against one. The page plays this bet again and again: it draws a coin from the prior, tosses it, asks the network, and looks whether $p$ lies inside. How often will you win?',
      guess: {
        kind: 'number',
        label: 'of 100 bets, won',
        low: 50,
        high: 100,
        start: 75,
        right: (now) => 100 * held(now),
        close: 0.05,
      },
      ready: calibrated,
      said: (now) =>
        `In ${percent(held(now))} of ${bets(now)}, where nine to one is fair at 90 %. Chance alone moves that share by some ${(100 * chance(now)).toFixed(1)} points. ` +
        (fair(now)
          ? 'So over coins like those of your five lines the bet is fair.'
          : 'Here it is further off: the network has not learnt its lines well enough for this bet.'),
      claims: [
        {
          text: '90 % interval',
          value: (now) => (Number.isFinite(held(now)) ? Number(fair(now)) : null),
          stated: 1,
          tolerance: 0,
          otherwise: 'Here the intervals hold another share than they claim.',
        },
      ],
    },
    {
      id: 'mistake',
      kind: 'predict',
      heading: 'The text with the mistake: would calibration have objected?',
      start: { simulator: MISTAKEN, link: TRAINING },
      begins: all(trained, calibrated),
      anchor: 'figure:calibration',
      covered: ['posterior', 'verdicts'],
      text: 'The page has just trained another network, on the five lines with *0.5* in the last. For whoever believes them the data tell nothing of $p$. Will [[SBC|simulation-based calibration]] find a fault?',
      hint: 'Where do the coins of the check come from, and who tosses them?',
      guess: {
        kind: 'choice',
        options: ['Yes, it finds a fault', 'No, it passes'],
        right: (now) => {
          const level = calibration(now);
          return level === null ? NAN : Number(level !== 'bad');
        },
      },
      ready: all(trained, calibrated),
      said: (now) =>
        calibration(now) === 'bad'
          ? `Here it objects, but to the short training. The mistake it cannot see: its coins are tossed by the same five lines.`
          : `${calibration(now) === 'warn' ? 'It finds no clear fault' : 'It passes'}: its coins are tossed by the same five lines. The posterior has ${percent(of(now)?.widthOfPrior ?? NAN)} of the width of the prior, the right answer to a wrong simulator. It was the trial that warned you, and only because nothing at all depended on $p$.`,
      claims: [
        {
          text: 'the data tell nothing',
          value: (now) => of(now)?.widthOfPrior ?? null,
          stated: 1,
          tolerance: 0.1,
          otherwise: 'Here the posterior is not the prior: the short training has found something that is not there.',
        },
      ],
    },
    {
      id: 'would-you',
      kind: 'ask',
      heading: 'A friend’s coin, 18 heads in 20. When would you bet on the 90 % interval?',
      anchor: 'figure:calibration',
      text: 'The network of the repaired lines is calibrated. Your friend’s coin was tossed by your friend, not by your five lines. What does the bet rest on?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'On the flat histogram: it passed, so I bet',
            why: 'The histogram was flat for the mistaken lines, too. It compares the network with your lines, and never with the coin.',
          },
          {
            text: 'On the network alone: it is an approximation, so I never bet',
            why: 'How far the network is off was measured, over hundreds of coins. What no check here has measured is whether your lines and your prior describe your friend’s coin.',
          },
          {
            text: 'On my five lines as well: tosses alike and independent, and a prior that I believe of this coin',
            right: true,
            why: 'The check says that the network answers as your lines imply. Whether they hold is for you to argue: most coins are nearly fair, and a uniform prior denies that.',
          },
        ],
      },
    },
  ],
};
