/** Lesson 7: what happens to a posterior when a nuisance parameter is ignored, drawn from its prior, or drawn too widely. */
import { all, decidedBy, posteriorHere } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Condition, Lesson, Move } from './lesson.ts';

const NAN = Number.NaN;
const percent = (share: number) => `${Math.round(100 * share)} %`;

type Trained = 'ignored' | 'drawn' | 'wide';

const threeTrained: Condition = ({ nuisanceTrial }) => nuisanceTrial !== null;

/** Posterior width of b over that which would be calibrated, of one of the three networks. */
const widthOf = ({ nuisanceTrial }: Facts, name: Trained): number => nuisanceTrial?.of.b?.[name].widthFactor ?? NAN;

/** Posterior sd of b for the data on screen, of one of the three networks. */
const sdOf = ({ nuisanceTrial }: Facts, name: Trained): number => nuisanceTrial?.of.b?.[name].sd ?? NAN;

/**
 * A known from elsewhere and a small survey. With the first priors of the system the ridge of A and b hides what the shot noise
 * does to either of them; here it moves b by about as much as the noise does.
 */
const STUDY =
  'system=galaxy-bias&design.V=1e7&prior.A=lognormal(0,0.02)&truth=1,1.2&eta=1' +
  '&simulations=10000&fresh=0&epochs=15&preset=small&tab=posterior&retrain=0';
const TRAIN_THREE: readonly Move[] = [{ do: 'perform', action: 'train-three' }];

/** Relative width of b on screen. */
function biasError({ posterior }: Facts): number {
  const of = posterior?.quantities.b;
  return of === undefined ? NAN : (of.central68[1] - of.central68[0]) / 2 / of.median;
}

export const nuisances: Lesson = {
  id: 'nuisances',
  number: 7,
  title: 'Nuisances',
  goal: 'Say what marginalising over a nuisance parameter does, and when its price is not visible.',
  minutes: 8,
  prerequisites: ['ridge'],
  question: 'When is "for free" wrong?',
  note:
    'Closed form for the blackboard: $x = theta + eta + e$. With prior sd 1, and 0.5 for $eta$ and for the noise, a network that ignores $eta$ is a quarter too narrow, ' +
    'and its 90 % intervals hold the truth in 78 % of the data sets. Each simulation needs a fresh $eta$: cycling through a short list of values is a common mistake.',
  steps: [
    {
      id: 'what',
      kind: 'read',
      heading: 'A number that you need and do not want',
      start: { link: STUDY },
      anchor: 'nuisance:aSN',
      text:
        'Galaxies are points, so their spectrum contains some noise of its own, the shot noise. Its factor $a_SN$ is near 1, but nobody knows it better than to 10 %. You want the bias $b$ only: $a_SN$ is a [[nuisance]] ' +
        'parameter.\n\nFor every simulation the page draws a fresh $a_SN$ from its prior, and the network never learns which. Its answer is then averaged over all of them: [[marginalised]]. ' +
        'Here $A$ is known to 2 %, as from the microwave background.',
    },
    {
      id: 'ignore',
      kind: 'predict',
      heading: 'Ignore it: what happens to the intervals?',
      start: { link: STUDY },
      anchor: 'panel:nuisance-trial',
      text: 'A network is trained on simulations in which $a_SN$ is always 1. Then it is given data in which $a_SN$ varies. What will its intervals for $b$ be?\n\nOn reveal, three small networks are trained, which takes some seconds.',
      guess: {
        kind: 'choice',
        options: ['Too narrow', 'Right', 'Too wide'],
        right: (now) =>
          decidedBy(widthOf(now, 'ignored'), (width) => {
            if (width < 0.9) return 0;
            return width < 1.1 ? 1 : 2;
          }),
      },
      reveal: TRAIN_THREE,
      ready: threeTrained,
      said: (now) =>
        `The network that ignores it has intervals of ${percent(widthOf(now, 'ignored'))} of the right width. It has never seen that $a_SN$ can vary, so it takes every deviation for a message from $b$.`,
    },
    {
      id: 'three',
      kind: 'do',
      heading: 'Three networks, three histograms',
      start: { link: STUDY },
      anchor: 'panel:nuisance-trial',
      turn: 'train the three networks',
      text:
        'The first network ignores the nuisance parameter, the second is shown draws from its prior, the third draws from a prior that is three times too wide.\n\nCompare their histograms: the first is high at both ends; ' +
        'the second is flat, although the network was never told $a_SN$ in any simulation. The third is nearly flat too. What it costs stands in the table, under "sd of b".',
      done: threeTrained,
      said: (now) =>
        `Widths over the right one: ${percent(widthOf(now, 'ignored'))}, ${percent(widthOf(now, 'drawn'))} and ${percent(widthOf(now, 'wide'))}. ` +
        `For the data on screen the third posterior is ${sdOf(now, 'wide') / sdOf(now, 'drawn') < 1 ? 'no wider than' : `${percent(sdOf(now, 'wide') / sdOf(now, 'drawn') - 1)} wider than`} the second.`,
      show: [...TRAIN_THREE, { do: 'wait', until: threeTrained, for: 'three networks', seconds: 90 }],
    },
    {
      id: 'safe',
      kind: 'ask',
      heading: 'A wider prior, to be on the safe side?',
      anchor: 'panel:nuisance-trial',
      text: 'The third network assumes that the nuisance parameter varies far more than it does. Its intervals for $b$ are wider, and its ranks hardly show it. A colleague says: "It passes the check, so nothing is lost." What is wrong with that?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'Nothing: what passes the check is as good as it gets',
            why: 'Ranks tell whether the stated width is honest. They do not tell whether it could be smaller: the prior itself passes this check.',
          },
          {
            text: 'It throws away what you know of the nuisance parameter',
            right: true,
            why: 'It has to learn $a_SN$ from the data alone, and the noise of that enters $b$. Its width is honest for this method, and larger than it need be under the prior that you believe in.',
          },
          {
            text: 'The network was trained for too short a time',
            why: 'Longer training does not help: it learns the law of its simulations, and those have the wider prior.',
          },
        ],
      },
    },
    {
      id: 'price',
      kind: 'predict',
      heading: 'You know the nuisance three times worse. What becomes of b?',
      start: { link: STUDY },
      anchor: 'figure:posterior',
      covered: ['posterior', 'reference'],
      text: 'Suppose $a_SN$ were in truth known to 30 % only, and not to 10 %. The data stay the same. A new network is trained for that prior.',
      guess: {
        kind: 'choice',
        options: ['Its interval stays as it is', 'Its interval grows', 'Its interval shrinks'],
        right: (now, began) =>
          decidedBy(biasError(now) / biasError(began), (ratio) => {
            if (ratio > 1.1) return 1;
            return ratio < 0.9 ? 2 : 0;
          }),
      },
      reveal: [
        { do: 'prior', key: 'aSN', law: 'lognormal(0,0.3)' },
        { do: 'perform', action: 'train-new-study' },
      ],
      ready: all(posteriorHere, ({ run, study, posterior }) => {
        const law = study.nuisances.aSN;
        return (
          law.mode === 'marginalised' &&
          run.state === 'finished' &&
          (posterior?.step ?? 0) > 0 &&
          run.compatibility === 'this-study'
        );
      }),
      said: (now, _guess, began) =>
        `From ${percent(biasError(began))} to ${percent(biasError(now))} of $b$. What you do not know about the instrument is part of what you do not know about the world. The width is the honest price.`,
    },
    {
      id: 'free',
      kind: 'ask',
      heading: 'When is "for free" wrong?',
      anchor: 'nuisance:aSN',
      text: 'Nuisance parameters cost no extra line of mathematics here: simulate with them, and the network averages. So people say that it comes for free. Which statement is true?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'It is free, whatever the prior of the nuisance',
            why: 'The answer is as right as that prior. You have seen it: a network that ignores the nuisance gives intervals that are too narrow.',
          },
          {
            text: 'It costs simulations, and it fixes the prior in advance',
            right: true,
            why: 'The law of the data is broader, so that training needs more simulations; and if the nuisance is measured later, the network cannot use that unless it was an input or inferred too.',
          },
          {
            text: 'It is an approximation that vanishes with more data',
            why: 'More data do not make the prior of the nuisance parameter right. A wrong one stays wrong.',
          },
        ],
      },
    },
  ],
};
