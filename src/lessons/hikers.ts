/** Lesson 5: the likelihood of a chaotic record as a landscape, climbers that are lost on it, and what summaries give up for an answer. */
import type { Facts } from '../app/readout/facts/facts.ts';
import { decidedBy, trained } from './conditions.ts';
import type { Condition, Lesson } from './lesson.ts';

/** The climbers of a window have arrived. */
function climbed(window: number): Condition {
  return ({ hikers }) => hikers !== null && hikers.window === window && hikers.climbers !== null;
}

const onPeak = ({ hikers }: Facts) => hikers?.climbers?.onPeak ?? null;
const maxima = ({ hikers }: Facts) => hikers?.maxima ?? null;
const WINDOW = { anchor: 'panel:hikers', name: 'Window T' } as const;

/** Moves that bring the landscape of a window on screen, whatever was there. */
function look(window: number) {
  return [
    { do: 'perform', action: 'compute-landscape' },
    { do: 'wait', until: ({ hikers }: Facts) => hikers !== null, for: 'the likelihood', seconds: 60 },
    { do: 'slide', ...WINDOW, to: window },
    { do: 'wait', until: climbed(window), for: 'the climbers', seconds: 60 },
  ] as const;
}

export const hikers: Lesson = {
  id: 'hikers',
  number: 5,
  title: 'The hikers',
  goal: 'Explain why a likelihood that can be computed may still be useless, and what an answer from summaries gives up.',
  minutes: 12,
  prerequisites: [],
  question: 'What did we give up to get an answer?',
  note:
    'Two misunderstandings to expect. "The likelihood does not exist": here it does, in closed form, and the page computes it. "Long records ' +
    'say little about a chaotic system": the opposite is true, the peak gets narrower and narrower; it is only that nobody finds it. ' +
    'Say also what the network does not do: it does not find the needle either. It answers another question.',
  steps: [
    {
      id: 'ring',
      kind: 'read',
      heading: 'Toy weather on a ring',
      start: { link: 'system=lorenz-96&detail=full' },
      anchor: 'figure:observation',
      text:
        'Eight sites on a ring, each with a toy weather variable, driven by one unknown, the forcing $F$:\n\n' +
        '$$frac{d x_i}{d t} = (x_{i+1} - x_{i-2}) x_{i-1} - x_i + F$$\n\n' +
        'You have noisy values and the exact state at the start. So the likelihood of any $F$ is easy to compute: integrate, and compare with ' +
        'the data $y$ at noise $sigma$.\n\n' +
        '$$ln L(F) = - frac{1}{2 sigma^2} sum (y - x(F))^2$$',
    },
    {
      id: 'one',
      kind: 'do',
      heading: 'A short record: one hill',
      anchor: 'action:compute-landscape',
      turn: 'press Draw the likelihood',
      text:
        'Press *Draw the likelihood*. The page makes a record with $F = 8$, computes $ln L$ on a fine grid, and sends up 100 climbers. Each ' +
        'starts somewhere between 7 and 9 and goes uphill, as optimisers do.\n\n' +
        'After one time unit there is one maximum. All 100 climbers reach its top. The peak is 0.14 wide.',
      hint: 'If a longer window is on screen, set its slider back to 1.',
      done: climbed(1),
      show: look(1),
      claims: [
        { text: 'one maximum', value: maxima, stated: 1, tolerance: 0 },
        { text: '100 climbers', value: onPeak, stated: 100, tolerance: 2 },
        { text: '0.14', value: ({ hikers: found }) => found?.width ?? null, stated: 0.14, tolerance: 0.03 },
      ],
    },
    {
      id: 'eight',
      kind: 'predict',
      heading: 'Eight times as much data: how many climbers reach the top?',
      anchor: 'panel:hikers',
      text:
        'The record goes on: eight time units instead of one, from the same start and with the same noise. More data, and a model that is exactly right. ' +
        'Of 100 climbers, how many reach the peak at the true $F$?',
      guess: {
        kind: 'choice',
        options: ['All of them, and faster', 'About half of them', 'Hardly one'],
        right: (now) =>
          decidedBy(onPeak(now) ?? Number.NaN, (arrived) => {
            if (arrived > 75) return 0;
            return arrived > 20 ? 1 : 2;
          }),
      },
      reveal: look(8),
      ready: climbed(8),
      said: ({ hikers: found }) =>
        `${found?.climbers?.onPeak ?? 0} of ${found?.climbers?.all ?? 0}. There are ${found?.maxima ?? 0} local maxima on the grid, and each climber stops on the ` +
        'nearest. In a chaotic system a tiny change of $F$ grows exponentially, so each shift in $F$ gives another agreement by chance here and there.',
    },
    {
      id: 'on-the-way',
      kind: 'do',
      heading: 'When does it break?',
      anchor: 'panel:hikers',
      turn: 'set the window to 4',
      text:
        'Set the window to 4. The climbers are lost already: about 7 of 100 reach the top, and the grid shows some 85 local maxima. ' +
        'Try other lengths, too.\n\n' +
        'Each time unit makes the peak roughly ten times narrower. Smaller steps do not help: they only bring each climber nearer to the top of the ' +
        'wrong hill. Markov chains get stuck in the same way.',
      done: climbed(4),
      show: look(4),
      claims: [
        { text: '7 of 100', value: onPeak, stated: 7, tolerance: 6 },
        { text: '85', value: maxima, stated: 86, tolerance: 15 },
        {
          text: 'ten times',
          value: ({ hikers: found }) => (found === null ? null : (0.14 / found.width) ** (1 / 3)),
          stated: 9,
          tolerance: 2.5,
        },
      ],
    },
    {
      id: 'information',
      kind: 'ask',
      heading: 'Do the longer records say less about F?',
      anchor: 'figure:windows',
      text: 'The lower figure has the number of local maxima and the width of the peak at the true $F$, over the length of the record. What does a record of twenty time units say about $F$?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'Less: chaos has washed the information out',
            why: 'The width of the peak says the opposite: it falls exponentially, by the factor with which errors grow. The highest point stays at the true $F$.',
          },
          {
            text: 'Exponentially more, in a needle that no search finds',
            right: true,
            why: 'With a perfect model and an exactly known start the record pins $F$ down beyond all need. But the needle is narrower than the spacing of a computer’s numbers, and nothing around it points to it.',
          },
          {
            text: 'The same: eight sites cannot say more than they do',
            why: 'New values keep coming in, and each depends on $F$ more strongly than those before. The peak gets narrower all the time.',
          },
        ],
      },
    },
    {
      id: 'climate',
      kind: 'do',
      heading: 'Ask another question',
      start: {
        link: 'system=lorenz-96&design.mode=climate&detail=full&simulations=2000&batchSize=50&epochs=25&preset=small',
        network: 'untrained',
      },
      anchor: 'figure:posterior',
      text:
        'Forget *when* what happened, and keep the climate: six [[summaries]] of a record of ten time units, such as mean, variance and the covariance of neighbours. ' +
        'The start need not be known.\n\n' +
        'Press *Train*: 2,000 simulated records, a toy budget. The posterior is one smooth hill, with a standard deviation of 0.1 to 0.2, far wider than the needle.',
      done: trained,
      show: [
        { do: 'perform', action: 'train' },
        { do: 'wait', until: trained, for: 'the training', seconds: 90 },
      ],
      claims: [
        { text: '2,000', value: ({ run }) => run.simulations, stated: 2000, tolerance: 0 },
        {
          text: '0.1 to 0.2',
          value: ({ posterior }) => posterior?.quantities.F.sd ?? null,
          stated: 0.15,
          tolerance: 0.07,
        },
      ],
      said: ({ posterior }) => {
        const { mean, sd } = posterior?.quantities.F ?? { mean: Number.NaN, sd: Number.NaN };
        return `$F = ${mean.toFixed(2)}$, with a standard deviation of ${sd.toFixed(2)}. The true value is 8.`;
      },
    },
    {
      id: 'given-up',
      kind: 'ask',
      heading: 'What did we give up to get an answer?',
      text: 'The network did not find the needle. It learnt $p(F | s)$ for six summaries $s$, a smooth function of few numbers. What is the price?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'Correctness: the answer is only approximately right',
            why: 'The network is an approximation, and checks can tell how good. But even the exact $p(F | s)$ is as wide: the price was paid when the summaries were chosen.',
          },
          {
            text: 'Information: the summaries throw away when what happened',
            right: true,
            why: 'The posterior given the summaries is honest and wide. It uses what is stable under chaos, and leaves the rest unused. Its width falls only like one over the square root of the record’s length.',
          },
          {
            text: 'The prior: it does not matter any more',
            why: 'The simulations draw $F$ from the prior, so it matters as in any posterior.',
          },
        ],
      },
    },
    {
      id: 'raw',
      kind: 'ask',
      heading: 'And a network on the raw long record?',
      text: 'Suppose that a network is given all values of eight time units, with the exact start, instead of summaries. In principle they contain the needle. What would come out?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'The needle: networks are not local searches',
            why: 'To have the needle, the network would have to compute the flow of a chaotic system to eight digits. No training set shows it how: hardly any two simulations lie on the same needle.',
          },
          {
            text: 'A posterior far wider than the exact one, which can still pass calibration',
            right: true,
            why: 'The network uses what it can learn, and is unsure about the rest. [[sbc|SBC]] asks whether this uncertainty is honest on average, not whether it is the smallest possible.',
          },
          {
            text: 'Nothing: training fails',
            why: 'Training goes on as ever, and the loss goes down. It ends far above what the exact posterior would have.',
          },
        ],
      },
    },
  ],
};
