/** Lesson 3: what a normalizing flow is: Gaussian noise, bent by invertible maps that depend on the data. */
import { all, answered, dataChanged, trained } from './conditions.ts';
import type { Condition, Lesson } from './lesson.ts';

const SLIDER = { anchor: 'panel:flow', name: 'Layer of the flow' } as const;

function atLayer(layer: number): Condition {
  return ({ flow }) => flow !== null && flow.layer === layer;
}

const drawn: Condition = ({ flow }) => flow !== null;
/** Of the network as it is. */
const drawnNow: Condition = ({ flow, run }) => flow !== null && flow.step === run.step;

export const clay: Lesson = {
  id: 'clay',
  number: 3,
  title: 'Clay: what a flow is',
  goal: 'Explain how a normalizing flow makes any shape out of a bell curve, why its maps are invertible, and what one simple layer cannot do.',
  minutes: 10,
  prerequisites: [],
  question: 'What can a flow of one layer not do?',
  note:
    'The picture of clay is good for one thing: pressing and bending, never cutting or gluing. It fails for another: clay keeps its volume, a flow ' +
    'does not, and the change of volume is the density. After the layers slider ask where the grid is dense: there the density is high. A partial flow, stopped ' +
    'after one layer of three, is not what a network of one layer would learn.',
  steps: [
    {
      id: 'clay',
      kind: 'read',
      heading: 'From noise to a posterior',
      start: { link: 'system=two-moons&tab=flow&detail=full' },
      anchor: 'figure:flow',
      text:
        'The network’s posterior is Gaussian noise $u$, pushed through a chain of maps that depend on the data $x$: a [[flow|normalizing flow]].\n\n' +
        'Every map can be undone. So the density of any $theta$ is known exactly: find the $u$ that it came from, and account for how much the maps ' +
        'stretch there.\n\n' +
        '$$q(theta | x) = N(u) |det frac{d u}{d theta}|$$\n\nWhere the grid is squeezed, the density is high.',
    },
    {
      id: 'base',
      kind: 'do',
      heading: 'Begin with the noise',
      anchor: 'panel:flow',
      turn: 'set the slider to 0',
      text:
        'Set the slider of layers to 0: a round Gaussian cloud on a straight grid, the same for all data.\n\n' +
        'Then move it to the right, one layer after the other, or press *Play*. Each map bends the grid a little more. None of them tears it, and no ' +
        'two lines of it ever cross where they did not cross before.',
      done: atLayer(0),
      show: [
        { do: 'wait', until: drawn, for: 'the flow' },
        { do: 'slide', ...SLIDER, to: 0 },
      ],
      said: 'This is the base. All that the network has learnt is how to bend it.',
    },
    {
      id: 'tear',
      kind: 'ask',
      heading: 'One cloud, two moons: how does the flow do it?',
      start: { link: 'tab=flow&layer=last' },
      anchor: 'figure:flow',
      text:
        'The exact posterior has two separate moons. The base is one piece. Look at the grid between the moons. What do ' +
        'continuous, invertible maps do with it?',
      hint: 'A continuous map cannot tear: points that are close stay close.',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'They cut the cloud into two pieces',
            why: 'A cut would send neighbouring points to places far apart. No continuous map does that.',
          },
          {
            text: 'They stretch it very thin between the moons: a faint bridge stays',
            right: true,
            why: 'Strong stretching makes the density low, but never zero. A good network has a bridge too thin to see in a few thousand draws; a poor one shows stray points there.',
          },
          {
            text: 'They fold the cloud over itself',
            why: 'After folding, two points of the base would land on the same parameters, and the map could not be undone.',
          },
        ],
      },
    },
    {
      id: 'train',
      kind: 'do',
      heading: 'Watch it learn to bend',
      start: {
        link: 'simulations=4000&batchSize=100&epochs=50&preset=small&tab=flow&layer=last&detail=full',
        network: 'untrained',
      },
      anchor: 'action:train',
      turn: 'press Train',
      text:
        'A small network, before its training: with random weights its maps hardly bend at all, and the parameters look like the prior. Press *Train* ' +
        'and watch the grid.\n\n' +
        'It has 3 transforms, and takes 1,800 steps on 4,000 simulations: a toy budget. First the cloud is stretched over both moons, then it is drawn ' +
        'apart, and the crescents get their shape last.',
      done: trained,
      show: [
        { do: 'perform', action: 'train' },
        { do: 'wait', until: trained, for: 'the training', seconds: 90 },
        { do: 'wait', until: drawnNow, for: 'the flow' },
      ],
      claims: [
        { text: '3 transforms', value: ({ flow }) => flow?.layers ?? null, stated: 3, tolerance: 0 },
        { text: '1,800', value: ({ run }) => run.step, stated: 1800, tolerance: 0 },
        { text: '4,000', value: ({ run }) => run.simulations, stated: 4000, tolerance: 0 },
      ],
    },
    {
      id: 'depends-on-data',
      kind: 'do',
      heading: 'Other data, other bends',
      anchor: 'figure:observation',
      turn: 'move the point, or press New noise',
      text:
        'The base is always the same. The maps are not: the network computes their shape from the data. Drag the observed point, or press *New ' +
        'noise*.\n\nThe moons move with it, and no weight of the network has changed. So one network holds a posterior for every data set: it ' +
        'has learnt which bends belong to which data.',
      done: all(dataChanged, answered),
      show: [
        { do: 'perform', action: 'new-noise' },
        { do: 'wait', until: all(dataChanged, answered), for: 'the posterior' },
      ],
    },
    {
      id: 'invertible',
      kind: 'ask',
      heading: 'Why must every map be invertible?',
      text: 'Training needs $ln q(theta | x)$ at the true parameters of each pair. What does the invertibility give?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'The exact density of any parameters',
            right: true,
            why: 'Going backwards finds the one point of the base that they come from, and the stretching there gives the factor. If several points or none led there, the density would be a sum, or a guess.',
          },
          {
            text: 'Faster draws',
            why: 'Draws go forward only: noise in, parameters out. For these alone no inverse would be needed.',
          },
          {
            text: 'Draws that always fit the data',
            why: 'Whether the draws are right depends on the training. An invertible map can be as wrong as any other.',
          },
        ],
      },
    },
    {
      id: 'one-layer',
      kind: 'ask',
      heading: 'What can a flow of one simple layer not do?',
      text:
        'Take one layer that only shifts and stretches: $theta_1$ by amounts that depend on $x$, and $theta_2$ by amounts that depend on $x$ and ' +
        '$theta_1$. Which posterior is out of its reach? (The layers on this page can do more: they bend each axis with a spline.)',
      hint: 'Shift and stretch a bell curve: what is it then?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'A tilted, narrow one',
            why: 'The shift of $theta_2$ may grow with $theta_1$: that is a tilt. And stretching by less than one makes it narrow.',
          },
          {
            text: 'One that moves as the data change',
            why: 'Shift and stretch depend on $x$, so the posterior moves with the data.',
          },
          {
            text: 'One with two values of θ₁ that are both likely',
            right: true,
            why: 'A bell curve that is shifted and stretched is a bell curve, with one peak. Two peaks need a map that bends: a spline, or several layers that mix the parameters.',
          },
        ],
      },
    },
  ],
};
