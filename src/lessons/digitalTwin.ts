/** Lesson 13: a physics-informed network on a tube under pressure. Its loss is a negative log posterior; what its minimum leaves out. */
import { decidedBy, isTrue } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Condition, Lesson } from './lesson.ts';

const NAN = Number.NaN;

/** The fit is of what is assumed and observed now, and the exact posterior is there to compare with. */
const fitted: Condition = ({ learnt }) => learnt?.finished === true && learnt.learner === 'pinn';
const compared: Condition = (now, began) => fitted(now, began) && (now.learnt?.estimate?.reference ?? null) !== null;
const withoutEdges: Condition = (now, began) => fitted(now, began) && now.learnt?.settings.edges === false;

const bar = ({ learnt }: Facts, name: string): number => learnt?.bars[name] ?? NAN;

/** Of ln mu: distance of the most probable point from the exact mean, exact sds. */
function distance({ learnt }: Facts): number {
  const exact = learnt?.estimate?.reference?.mu;
  const own = learnt?.estimate?.learner.mu;
  const sd = exact?.sd ?? NAN;
  return exact === undefined || own === undefined ? NAN : Math.abs(own.at - exact.at) / sd;
}

const exactSd = ({ learnt }: Facts, key: string): number => learnt?.estimate?.reference?.[key]?.sd ?? NAN;

/** Width of ln mu over that of the solved equation, at the loosest tolerance that was tried. */
function loosest({ learnt }: Facts): number {
  const widths = learnt?.findings['pinn.trust']?.figures[0]?.curves.find(({ name }) => name === 'ln μ')?.y;
  return widths?.at(-1) ?? NAN;
}

/** Whether the page gives no number of the moduli. */
const noNumbers = ({ learnt }: Facts): boolean => learnt !== null && Object.keys(learnt.numbers).length === 0;

export const digitalTwin: Lesson = {
  id: 'digital-twin',
  number: 13,
  title: 'A digital twin',
  goal: 'Read the loss of a physics-informed network as a negative log posterior, and say what its minimum leaves out.',
  minutes: 12,
  prerequisites: ['ninety-seconds'],
  question: 'What does the most probable point not tell?',
  note:
    'It is often said that the loss of a PINN is, term for term, minus the log posterior. It is, but only with each weight an inverse variance; the term of the equation is a pseudo-likelihood, ' +
    'whose strength is chosen with its tolerance and the number of places. The minimum is one point, it depends on the coordinates (here the logarithms), and it has no width of its own: the ' +
    'ellipse is an approximation beside it. Let the class guess step 5 with reasons: the equation inside holds neither modulus.',
  steps: [
    {
      id: 'tube',
      kind: 'read',
      heading: 'A twin of a tube',
      start: { link: 'system=cylinder&truth=1.5,1&detail=full&tab=posterior&retrain=1' },
      anchor: 'figure:observation',
      text:
        'A tube holds a pressure. Eleven gauges measure how far its wall has moved. You want the stiffness of the material, the moduli $lambda$ and $mu$. A model that follows one real ' +
        'thing by its readings is called a digital twin.\n\nIn box 2 stands the [[posterior]] of a network that has learnt from simulations. Now a network of another kind gets the same eleven readings.',
    },
    {
      id: 'fit',
      kind: 'do',
      heading: 'Fit the field and the moduli at once',
      anchor: 'panel:learner',
      turn: 'choose PINN',
      text:
        'A *physics-informed network* (PINN) is itself the displacement $u(r)$ of the wall. It sees no simulations: its 481 weights and $ln lambda$, $ln mu$ are fitted to these readings, and to the equation of ' +
        'equilibrium.\n\nChoose *PINN*, and wait for the end of the fit. Then its ellipse and the exact contours are nearly the same.',
      done: compared,
      said: (now) =>
        `In box 2 the ellipse of the PINN lies over the exact contours: the most probable $ln mu$ is ${distance(now).toFixed(2)} sd from the exact mean.`,
      show: [
        { do: 'press', anchor: 'panel:learner', name: 'PINN' },
        { do: 'wait', until: compared, for: 'the fit' },
      ],
      claims: [
        {
          text: 'the same',
          value: (now) => isTrue(distance(now), (sds) => sds < 0.3),
          stated: 1,
          tolerance: 0,
          otherwise: 'Here the ellipse lies elsewhere: look at the remarks above it.',
        },
      ],
    },
    {
      id: 'nats',
      kind: 'ask',
      heading: 'How many nats do eleven honest readings cost?',
      start: { link: 'learner=pinn' },
      anchor: 'panel:learnt',
      text:
        'Each term of the loss is $-ln$ of a probability density, in [[nats]]. For a reading $y$ with noise sd $sigma$ it is\n\n$$frac{(u - y)^2}{2 sigma^2}$$\n\n' +
        'At the true displacement $u - y$ is noise. What do eleven readings cost together, on average?',
      hint: 'The mean of $(u - y)^2$ is $sigma^2$.',
      answer: {
        kind: 'number',
        label: 'nats',
        right: () => 11 / 2,
        tolerance: 0.02,
        mistakes: [
          { when: (given) => given === 11, why: 'There is a 2 in the denominator: this is $-ln p$, not $-2 ln p$.' },
          { when: (given) => given === 0.5, why: 'That is one reading. There are eleven.' },
        ],
        otherwise: 'Insert $sigma^2$ for the mean of the square, and sum eleven of them.',
        why: 'Half a nat each: 5.5. The mark at the bar of the gauges is there. A bar far longer would say that the wall, or the noise, is not as assumed.',
      },
    },
    {
      id: 'trust',
      kind: 'predict',
      heading: 'Loosen the equation: how wide does the answer become?',
      start: { link: 'learner=pinn' },
      begins: fitted,
      anchor: 'panel:learnt',
      text:
        'The equation is a term, too: what it leaves over has the sd $s_R = 0.001$. That is how much you trust it.\n\nSuppose you trust it a hundred times less, $s_R = 0.1$. How many times as wide as with the equation solved exactly is ' +
        'the answer for $ln mu$ then?',
      hint: 'Without the equation the readings still fix a smooth curve, but less well its slope at the edges.',
      guess: {
        kind: 'number',
        label: 'times as wide',
        low: 1,
        high: 30,
        scale: 'log',
        start: 1.5,
        right: loosest,
        close: 0.4,
      },
      reveal: [
        { do: 'press', anchor: 'panel:learnt', name: 'Fit with other tolerances' },
        { do: 'wait', until: (now) => Number.isFinite(loosest(now)), for: 'the fits' },
      ],
      ready: (now) => Number.isFinite(loosest(now)),
      said: (facts) =>
        `${loosest(facts).toFixed(1)} times. With a tight equation the width no longer depends on it: there the readings decide. The width of a PINN is also a statement about your trust in the equation.`,
    },
    {
      id: 'edges',
      kind: 'predict',
      heading: 'Leave out the edges: what is known of the moduli?',
      start: { link: 'learner=pinn' },
      begins: fitted,
      anchor: 'panel:learner',
      covered: ['posterior', 'reference', 'verdicts'],
      text:
        'Inside, equilibrium reads\n\n$$u’’ + frac{u’}{r} - frac{u}{r^2} = 0$$\n\nThe pressure stands only in the two terms of the edges. They are switched off next; gauges and equation stay, and the curve will fit as well ' +
        'as before.\n\nWhat will be known of $lambda$ and $mu$?',
      hint: 'Look for $lambda$ and $mu$ in the equation.',
      guess: {
        kind: 'choice',
        options: ['the same as before', 'about half as much', 'nothing beyond the prior'],
        right: (facts) =>
          decidedBy(withoutEdges(facts, facts) ? Number(noNumbers(facts)) : NAN, (none) => (none === 1 ? 2 : 0)),
      },
      reveal: [
        { do: 'press', anchor: 'panel:learner', name: 'Use the edge terms' },
        { do: 'wait', until: withoutEdges, for: 'the fit' },
      ],
      ready: withoutEdges,
      said: (facts) =>
        noNumbers(facts)
          ? `Nothing: the equation inside holds neither modulus. The gauges cost ${bar(facts, 'gauges').toFixed(1)} nats, so the curve is as good as before, and a program that prints numbers here prints the prior. The page prints none.`
          : 'Here the page still gives numbers.',
    },
    {
      id: 'one-radius',
      kind: 'predict',
      heading: 'All gauges at one radius: which shape has the posterior?',
      start: { link: 'learner=pinn&learner.edges=1&design.gauges=single&design.radius=1.5' },
      begins: fitted,
      anchor: 'panel:learnt',
      covered: ['posterior', 'reference', 'truth', 'verdicts'],
      text: 'Now all eleven gauges sit at 1.5 cm, and the edges count again. The PINN has found its one most probable point once more.\n\nEleven readings of one displacement: what does the exact posterior of $lambda$ and $mu$ look like?',
      hint: 'One number is measured. Two are asked for.',
      guess: {
        kind: 'choice',
        options: [
          'a small round spot at the point',
          'a line, along which one modulus makes up for the other',
          'the whole prior',
        ],
        right: (facts) =>
          decidedBy(exactSd(facts, 'lambda') / exactSd(facts, 'mu'), (ratio) =>
            exactSd(facts, 'mu') > 0.4 ? 2 : ratio > 1.5 ? 1 : 0,
          ),
      },
      reveal: [{ do: 'wait', until: compared, for: 'the fit and the exact posterior' }],
      ready: compared,
      said: (facts) =>
        `A line: the exact sd of $ln lambda$ is ${exactSd(facts, 'lambda').toFixed(2)}, where the prior has 0.5, and $ln mu$ follows it. The point is somewhere on it, chosen by the prior; more gauges there would only make the line thinner.`,
    },
    {
      id: 'left-out',
      kind: 'ask',
      heading: 'What does the most probable point not tell?',
      anchor: 'panel:learnt',
      text: 'The PINN gave one point, quickly, for these data alone. NPE gave draws, for any data, after many simulations.\n\nWhat did the point alone leave out?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'how far from it the moduli may lie, and in which shape',
            right: true,
            why: 'The minimum of a negative log posterior is its highest point. Widths, lines and second peaks have to be asked for: by an ellipse, and by a test whether the ellipse fits.',
          },
          {
            text: 'nothing: the loss is a negative log posterior, so its minimum is the answer',
            why: 'The loss as a whole is the posterior. Its minimum is one point of it: at one radius it lay on a line of points nearly as good.',
          },
          {
            text: 'whether the equation is fulfilled',
            why: 'That is shown: what the equation leaves over is drawn against its tolerance.',
          },
        ],
      },
    },
  ],
};
