/** Lesson 8: simulation-based calibration, by breaking a posterior and reading the histograms; and what they do not prove. */
import { all, decidedBy } from './conditions.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Condition, Lesson } from './lesson.ts';

const NAN = Number.NaN;

function rank({ calibration }: Facts, key: string) {
  return calibration?.ranks[key] ?? { width: NAN, shift: NAN, lowest: NAN, middle: NAN, highest: NAN, p: NAN };
}

/** The report is of the posterior as it has been broken since the step began. */
const judgedAgain: Condition = (now, began) =>
  now.calibration !== null && now.calibration.ranks.mu?.width !== began.calibration?.ranks.mu?.width;

/** The report finds the ranks of the death rate as this asks. */
const found =
  (test: (of: ReturnType<typeof rank>) => boolean): Condition =>
  (now) =>
    now.calibration !== null && test(rank(now, 'mu'));

const percent = (share: number) => `${Math.round(100 * share)} %`;

export const trust: Lesson = {
  id: 'trust',
  number: 8,
  title: 'Trust, but verify',
  goal: 'Read a rank histogram, correct a network that is too sure, and say what a flat histogram does not prove.',
  minutes: 12,
  prerequisites: ['ninety-seconds'],
  question: 'What does a flat histogram not prove?',
  note:
    'The picture of the true value among nine draws on the blackboard first; then the class predicts each shape before it is shown. Students keep ' +
    'confusing the direction of the slope: a posterior that is too high leaves the truth below most draws, at low ranks. The last two steps ' +
    'matter most: passing this check is necessary, not sufficient.',
  steps: [
    {
      id: 'ranks',
      kind: 'read',
      heading: 'Where does the truth rank?',
      start: { link: 'system=birth-death&tab=posterior&retrain=0' },
      anchor: 'figure:calibration',
      text:
        'For data that the page has simulated itself, the truth is known. So: choose rates from the prior, simulate a pond, and count how many of the ' +
        "network's draws lie below the true rate. That count is the truth's [[rank]].\n\n" +
        'Repeat with 500 ponds. If the posteriors are right, every rank comes up equally often, and the histogram is flat within the grey ' +
        'band. This is [[SBC|simulation-based calibration]].',
    },
    {
      id: 'too-sure',
      kind: 'predict',
      heading: 'Half as wide: what shape will the bars have?',
      start: { link: 'system=birth-death&tab=posterior&retrain=0' },
      anchor: 'figure:calibration',
      covered: ['verdicts'],
      text: 'Suppose that every posterior had half its width: too sure of itself. Where would the truth rank among its draws?',
      hint: 'A truth outside the draws has the lowest or the highest rank.',
      guess: {
        kind: 'choice',
        options: ['A hump in the middle', 'High at both ends', 'A slope', 'Still flat'],
        right: (now) => {
          const { lowest, middle, highest } = rank(now, 'mu');
          return decidedBy(lowest + middle + highest, () => {
            if (Math.min(lowest, highest) > 1.5 * middle) return 1;
            if (middle > 1.5 * Math.max(lowest, highest)) return 0;
            return Math.max(lowest, highest) > 1.5 * Math.min(lowest, highest) ? 2 : 3;
          });
        },
      },
      reveal: [{ do: 'break', perturbation: { width: 0.5, shift: 0 } }],
      ready: all(
        judgedAgain,
        found(({ width }) => width < 0.8),
      ),
      said: (now) => {
        const { lowest, highest, width } = rank(now, 'mu');
        return `${percent(lowest + highest)} of the true death rates fall into the two outer tenths, where 20 % should. From the histogram the page reads that the posterior has ${percent(width)} of the right width.`;
      },
    },
    {
      id: 'too-unsure',
      kind: 'do',
      heading: 'Make it too unsure',
      start: { link: 'system=birth-death&tab=posterior&retrain=0' },
      anchor: 'panel:sandbox',
      turn: 'choose Underconfident',
      text:
        'Now the reverse: in the sandbox choose *Underconfident*, which makes every posterior twice as wide.\n\nThe truth then lies among the middle draws too often: a hump. ' +
        'A posterior that is too wide is not a safe choice; it wastes what the data say.',
      done: found(({ width }) => width > 1.4),
      said: (now) =>
        `The 90 % intervals of the death rate now hold ${percent(now.calibration?.held90.mu ?? NAN)} of the true values.`,
      show: [
        { do: 'break', perturbation: { width: 2, shift: 0 } },
        { do: 'wait', until: found(({ width }) => width > 1.4), for: 'the histograms' },
      ],
    },
    {
      id: 'slope',
      kind: 'ask',
      heading: 'What is wrong with this one?',
      start: { link: 'system=birth-death&tab=posterior&retrain=0', perturbation: { width: 1, shift: 0.5 } },
      anchor: 'figure:calibration',
      text: 'The page has broken the posterior in another way. The low ranks come up too often, the high ones too seldom. What is wrong?',
      hint: 'The rank counts the draws below the truth.',
      show: [{ do: 'wait', until: found(({ shift }) => shift > 0.25), for: 'the histograms' }],
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'It lies too high',
            right: true,
            why: 'Few draws lie below the truth, so the draws lie too high: here by half a standard deviation.',
          },
          { text: 'It lies too low', why: 'Then most draws would lie below the truth, and its ranks would be high.' },
          {
            text: 'It is too narrow',
            why: 'Then both ends would be high. A network may have both faults, which gives a lopsided U.',
          },
        ],
      },
    },
    {
      id: 'correct',
      kind: 'do',
      heading: 'Correct a network that is too sure',
      start: { link: 'system=birth-death&tab=posterior&retrain=0', perturbation: { width: 0.5, shift: 0 } },
      anchor: 'panel:correction',
      turn: 'try the corrections, then use one',
      text:
        'A check detects a fault; it does not remove it. Press *Try corrections*. Each is fitted on 500 new ponds, and judged on others.\n\nThen use *Width and shift*: it widens every ' +
        'posterior by the factor that those ponds ask for.',
      done: all(
        ({ page }) => page.corrected,
        found(({ width }) => width > 0.85 && width < 1.18),
      ),
      said: (now) =>
        `The 90 % intervals of the death rate hold ${percent(now.calibration?.held90.mu ?? NAN)} of the true values again.`,
      show: [
        { do: 'perform', action: 'try-corrections' },
        { do: 'wait', until: ({ corrections }) => corrections.tried, for: 'the corrections', seconds: 60 },
        { do: 'press', anchor: 'panel:correction', name: 'Use width and shift' },
        { do: 'wait', until: found(({ width }) => width > 0.85 && width < 1.18), for: 'the histograms', seconds: 60 },
      ],
    },
    {
      id: 'prior-passes',
      kind: 'predict',
      heading: 'A posterior that is nothing but the prior: flat or not?',
      start: { link: 'system=galaxy-bias&truth=2,1&tab=posterior&retrain=0' },
      anchor: 'figure:calibration',
      covered: ['verdicts'],
      text:
        'Galaxy bias: for the amplitude $A$ the posterior is the prior, whatever the data are (lesson 6).\n\nHere that is right. But suppose a network returned the prior because it ' +
        'never looked at the data. Which shape would its histogram have? The histogram of $A$ shows it.',
      guess: {
        kind: 'choice',
        options: ['High at both ends', 'A hump in the middle', 'Flat'],
        right: (now) => {
          const { lowest, middle, highest } = rank(now, 'A');
          return decidedBy(lowest + middle + highest, () => {
            if (Math.min(lowest, highest) > 1.5 * middle) return 0;
            return middle > 1.5 * Math.max(lowest, highest) ? 1 : 2;
          });
        },
      },
      ready: ({ calibration }) => calibration?.ranks.A !== undefined,
      said: () =>
        'Flat: the truth is drawn from the prior, and so are the draws, so every rank is equally likely. Returning the prior passes, and so do the ranks of $ln q$, its own ' +
        'density. Where the likelihood is known, as for birth and death, the page also ranks [[ln p]], how well parameters explain the data: there such a network is caught.',
    },
    {
      id: 'proof',
      kind: 'ask',
      heading: 'What does a flat histogram prove?',
      start: { link: 'system=birth-death&tab=posterior&retrain=0' },
      anchor: 'panel:observation-checks',
      text: 'All histograms of a network are flat within their bands. Which statement follows?',
      answer: {
        kind: 'choice',
        options: [
          {
            text: 'For my data the posterior is right',
            why: 'The histogram is an average over data sets from the prior. At your data the network may be wrong: that is what the checks at this observation look at.',
          },
          {
            text: 'On average over the prior there is no sign of a fault',
            right: true,
            why: 'That, and no more: within the noise of 500 data sets, on average, for the quantities that were ranked. And it asks nothing about whether the simulator is right.',
          },
          {
            text: 'The network uses all that the data say',
            why: 'A posterior from a poor summary, or the prior itself, is calibrated too. It is only wider than it needs to be.',
          },
        ],
      },
    },
  ],
};
