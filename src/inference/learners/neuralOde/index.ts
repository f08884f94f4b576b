/**
 * The neural ODE: of a gene's readings it learns the law dp/dt = G_w(mRNA) - d p by which protein is made, where nothing is said of G but
 * that it is a small network. A law without memory (M0) cannot be right where proteins take time to appear: while mRNA rises and while it
 * falls, the same amount goes with two rates. One delay (M1), or the last 40 minutes (M2), can.
 */
import { loadPart } from '../../parts/loadPart.ts';
import { SIZE } from '../../simulators/geneDelay/design.ts';
import type { Learner } from '../learner.ts';
import { experimentsOf, missingReading } from './experiments.ts';
import type { NeuralOdeQuestions } from './questions.ts';
import { defaultSettings, settingFields, variantOf } from './settings.ts';
import { arraysOf, unknownsOf } from './sizes.ts';

export const neuralOde: Learner<NeuralOdeQuestions> = {
  id: 'neural-ode',
  name: 'Neural ODE',
  explanation:
    'A small network G learns from the readings at which rate protein is made, dp/dt = G(mRNA) − d p. ' +
    'The result is one most probable vector field (a point estimate), not a posterior over laws.',
  systems: ['gene-delay'],
  settings: settingFields,
  defaults: defaultSettings,
  losses: [
    { key: 'misfit', label: 'Misfit of the readings' },
    { key: 'noise', label: 'Size of the noise' },
    { key: 'weights', label: 'Prior of the weights' },
    { key: 'priors', label: 'Other priors' },
  ],
  inquiries: [
    {
      question: 'ode.profile',
      title: 'Which delay fits best?',
      explanation:
        'M1 is fitted with the delay held at 0, 2, ..., 40 min, each time from two sides. The ± is the width of the curve half a nat above its minimum; it is no posterior, which NPE gives.',
      button: 'Try all delays',
    },
    {
      question: 'ode.compare',
      title: 'Which law predicts a pulse it never saw?',
      explanation:
        'Five networks for each law, from five starts, are compared on the pulse that is held out. Some seconds.',
      button: 'Compare the laws',
    },
    {
      question: 'ode.lags',
      title: 'Which past does it listen to?',
      explanation:
        'M2 may use the mRNA of all of the last 40 minutes. How strongly does its rate follow each moment? Neighbouring moments can stand in for one another: mRNA is read every 10 min.',
      button: 'Look at the lags',
    },
    {
      question: 'ode.loop',
      title: 'Why a delay?',
      explanation:
        'The rate that M2 has found, over the mRNA of the same moment and over that of a delay ago. A law of “now” needs the first to be one curve.',
      button: 'Draw the loop',
    },
  ],
  totalSteps: ({ steps }) => Number(steps),
  unknowns: ({ problem, settings }) => unknownsOf(problem, variantOf(settings)),
  faults({ data }) {
    if (data.x !== null && data.x.length !== SIZE) {
      return [`there are ${data.x.length} readings; this learner needs ${SIZE}: three pulses, two channels, 30 times`];
    }
    const missing = missingReading(experimentsOf(data));
    return missing === null ? [] : [`${missing} is missing; this learner needs all of them: complete the file`];
  },
  arrays: ({ problem, settings }) => arraysOf(unknownsOf(problem, variantOf(settings))),
  load: async () => (await loadPart('fits the neural ODE', () => import('./run.ts'))).startNeuralOde,
};
