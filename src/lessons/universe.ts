/**
 * Lesson 12: what a summary keeps and what it throws away. Maps of a toy universe: the power spectrum fixes one combination, peaks and
 * moments shorten the banana; then a network that finds its summaries itself, and what it looks at.
 */
import { all, decidedBy, trained } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Lesson } from './lesson.ts';

/** Posterior over prior width. */
function width({ posterior }: Facts, key: string): number {
  return posterior?.quantities[key]?.widthOfPrior ?? Number.NaN;
}

function sd({ posterior }: Facts, key: string): number {
  return posterior?.quantities[key]?.sd ?? Number.NaN;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Four small networks, trained in the page in seconds, most of them for the maps: of so few, one alone would learn the noise. */
const TRAINING = 'simulations=2000&fresh=0&epochs=12&batchSize=100&preset=small&weightPriorSd=0.5&members=4';
const MAPS = `system=weak-lensing&truth=0.3,0.8&tab=posterior&${TRAINING}`;
/** Its network comes with the page: training on images takes longer than a reader waits. */
const GALAXY = 'system=galaxy-image&truth=10.3,0.8,1.5&tab=posterior';

export const universe: Lesson = {
  id: 'universe',
  number: 12,
  title: 'Tasting the universe',
  goal: 'Say what a summary of the data keeps and what it throws away, and how to see what a network uses.',
  minutes: 9,
  prerequisites: ['ridge'],
  question: 'What did the summary throw away?',
  note:
    'The universe here is a toy: lognormal fields with the right power spectrum. In it peaks add much, which is no forecast for a survey. Students often ' +
    'take the second posterior for a correction of the first. Both are right: they answer different data. Four fields are used since with one the edges of the prior hide the gain.',
  steps: [
    {
      id: 'maps',
      kind: 'read',
      heading: 'Four maps of matter',
      start: { link: `${MAPS}&design.seen=spectrum` },
      // Whoever goes on ends a training.
      begins: trained,
      anchor: 'figure:observation',
      text:
        'On its way to us, light is bent by the gravity of matter. From the shapes of distant galaxies one draws maps of that matter: here four, with noise, and with a mask over bright stars.\n\n' +
        'You want two numbers: $Omega_m$, how much matter there is, and $sigma_8$, how clumped it is. The network is given the *power spectrum*: how strong the structure is on each of eight scales, and nothing else.',
    },
    {
      id: 'spectrum',
      kind: 'predict',
      heading: 'What does the power spectrum fix?',
      start: { link: `${MAPS}&design.seen=spectrum` },
      begins: trained,
      anchor: 'figure:posterior',
      covered: ['posterior', 'reference', 'verdicts'],
      text: 'More matter makes the structure in the maps stronger. So does more clumping. Which of the two numbers will the network find?',
      guess: {
        kind: 'choice',
        options: ['Both, each by itself', 'One combination of them, hardly either', 'Neither'],
        right: (now) =>
          decidedBy(width(now, 'S8') / Math.min(width(now, 'matter'), width(now, 'sigma8')), (ratio) => {
            if (width(now, 'S8') > 0.8) return 2;
            return ratio < 0.6 ? 1 : 0;
          }),
      },
      said: (now) =>
        `The posterior is a banana. $Omega_m$ keeps ${percent(width(now, 'matter'))} of its prior width and $sigma_8$ ${percent(width(now, 'sigma8'))}, ` +
        `but the combination $S_8 = sigma_8 sqrt{Omega_m / 0.3}$ only ${percent(width(now, 'S8'))}. That number sets how strong the structure is.`,
    },
    {
      id: 'why',
      kind: 'ask',
      heading: 'Would ten times more maps end the banana?',
      anchor: 'figure:posterior',
      text: 'The survey goes on, and brings forty maps instead of four. The network is still given their power spectrum alone. What becomes of the banana?',
      hint: 'Along the banana the expected spectra hardly differ.',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'It becomes a small round spot',
            why: 'That needs data that differ along the banana. The spectra along it are nearly the same, so that more of them tell little about the place there.',
          },
          {
            text: 'It becomes thin much sooner than short',
            right: true,
            why: 'Across it the spectra differ, and noise falls with the number of maps. Along it they are nearly the same: another kind of number is needed.',
          },
          {
            text: 'It stays as it is',
            why: 'Noise does fall with the number of maps, so that the combination which the spectrum fixes is known better.',
          },
        ],
      },
    },
    {
      id: 'peaks',
      kind: 'predict',
      heading: 'Count the peaks, too. What becomes of the banana?',
      start: { link: `${MAPS}&design.seen=spectrum` },
      begins: trained,
      anchor: 'figure:posterior',
      text:
        'Two maps with the same power spectrum can look different: high narrow peaks and wide voids, or hills everywhere. Now the network is also given the number of peaks by height, and variance and skewness after smoothing. ' +
        'The maps stay the same.\n\nOn reveal, new networks are trained, which takes some seconds. The present posterior stays as a dotted line.',
      guess: {
        kind: 'choice',
        options: ['It stays as it is', 'It becomes shorter', 'It becomes longer'],
        right: (now, began) =>
          decidedBy(sd(now, 'matter') / sd(began, 'matter'), (ratio) => {
            if (ratio < 0.9) return 1;
            return ratio > 1.1 ? 2 : 0;
          }),
      },
      reveal: [
        { do: 'perform', action: 'pin' },
        { do: 'design', key: 'seen', to: 'named' },
      ],
      ready: all(trained, ({ study }) => study.design.seen === 'named'),
      said: (now, _guess, began) =>
        `Along the banana, the sd of $Omega_m$ goes from ${sd(began, 'matter').toFixed(3)} to ${sd(now, 'matter').toFixed(3)}. Across it, that of $S_8$ goes from ${sd(began, 'S8').toFixed(3)} to ${sd(now, 'S8').toFixed(3)}: there the spectrum had told most. ` +
        'High peaks and empty voids depend on the two numbers otherwise than the strength of the structure does. The power spectrum had thrown them away.',
    },
    {
      id: 'gaussian',
      kind: 'ask',
      heading: 'In which universe would peaks add nothing?',
      anchor: 'figure:observation',
      text: 'The design of this system (under Assumptions) offers two laws of the fields. For one of them the power spectrum is a [[summaries|summary]] that throws nothing away: the [[posterior]] given the spectrum is that given the maps. Which one?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'Gaussian fields',
            right: true,
            why: 'A Gaussian field is fixed by its mean and its power spectrum, so peaks follow from them. Such a summary is called sufficient. Under a mask, or with noise that varies, even this fails a little.',
          },
          {
            text: 'Lognormal fields',
            why: 'A lognormal field is skewed. Its peaks and voids differ at the same power spectrum, and you have just seen that they tell something.',
          },
          {
            text: 'None: a summary always loses something',
            why: 'A summary loses nothing where the likelihood depends on the data through it alone. For one of the two laws that is so.',
          },
        ],
      },
    },
    {
      id: 'look',
      kind: 'do',
      heading: 'A network that finds its summaries itself',
      start: { link: GALAXY },
      begins: trained,
      anchor: 'panel:pixels',
      turn: 'choose the half-light radius',
      text:
        'Who says which numbers to measure? Here the network is given the whole image of a galaxy, through convolutions, and learns its summaries from simulations.\n\n' +
        'The picture shows how far each pixel moves the posterior mean. Pixels with light of the galaxy should count for its luminosity, all with the same sign. *Now choose the half-light radius* $R$: which pixels count against each other?',
      done: ({ pixels }) => pixels !== null && pixels.quantity === 'Re',
      said: ({ pixels }) =>
        `Half of the effect on $R$ comes from ${pixels?.half ?? 0} of ${(pixels?.seen ?? 0).toLocaleString('en')} pixels. For a radius, light outside must count against light inside. Scattered colours far from the galaxy tell nothing of it: there the network takes noise for a message, the less, the longer it was trained.`,
      hint: 'The buttons above the picture.',
      show: [
        { do: 'wait', until: ({ pixels }) => pixels !== null, for: 'the effect of the pixels', seconds: 60 },
        { do: 'press', anchor: 'panel:pixels', name: 'R' },
        { do: 'wait', until: ({ pixels }) => pixels?.quantity === 'Re', for: 'the effect on R', seconds: 30 },
      ],
    },
    {
      id: 'stays',
      kind: 'ask',
      heading: 'Then why not always let it learn from the raw data?',
      text: 'A learned summary needs nobody to invent it. Whatever helps to predict the parameters in the simulations, it may use. When is that a danger?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'Never: more data are never worse',
            why: 'They are not, under the right model. Under a wrong one the network may rely on just what the simulator gets wrong.',
          },
          {
            text: 'Where the simulator is wrong in details that the network relies on',
            right: true,
            why: 'Small structures, noise and edges are what simulators know least. A power spectrum on large scales ignores them on purpose. A summary that throws away what you do not trust is a choice, too.',
          },
          {
            text: 'Where the image has many pixels',
            why: 'Convolutions use the same weights everywhere, so that large images need more time, and not a network of another kind.',
          },
        ],
      },
    },
  ],
};
