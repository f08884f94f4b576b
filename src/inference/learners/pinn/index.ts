/**
 * The physics-informed network (PINN) of the tube under pressure: the displacement of the wall is a network whose weights are fitted
 * together with the two moduli to the readings, to the equation of equilibrium and to the pressure at the edges. All terms are
 * negative log densities, so that the lowest loss is the most probable point of a posterior; its surroundings are taken
 * as Gaussian (Laplace). See wall.ts for the loss and gaussNewton.ts for the optimiser.
 */
import { loadPart } from '../../parts/loadPart.ts';
import type { Learner } from '../learner.ts';
import { pinnFaults } from './faults.ts';
import { defaults, inquiries, losses, readSettings, settings } from './settings.ts';
import { arraysOf, HELD, HELD_STEPS, type PinnQuestions, sizesOf } from './sizes.ts';

export const pinn: Learner<PinnQuestions> = {
  id: 'pinn',
  name: 'PINN',
  explanation:
    'A network is fitted to these readings and to the equation at once, and the two moduli with it; with these variances the loss is −ln posterior. ' +
    'The result is one most probable point with an ellipse round it, for these data only: not draws of a posterior.',
  systems: ['cylinder'],
  settings,
  defaults,
  losses,
  inquiries,
  totalSteps(design) {
    const { starts, steps } = readSettings(design);
    return starts * steps + HELD * HELD_STEPS;
  },
  unknowns: ({ problem }) => sizesOf(problem).unknowns,
  faults: pinnFaults,
  arrays: (task) => arraysOf(sizesOf(task.problem), readSettings(task.settings).starts),
  load: async () => (await loadPart('fits the PINN', () => import('./run.ts'))).startPinn,
};
