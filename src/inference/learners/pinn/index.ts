/**
 * The physics-informed network (PINN) of the tube under pressure: the displacement of the wall is a network whose weights are fitted
 * together with the two moduli to the readings, to the equation of equilibrium and to the pressure at the edges. All terms are
 * negative log densities, so that the lowest loss is the most probable point of a posterior; its surroundings are taken
 * as Gaussian (Laplace). See wall.ts for the loss and gaussNewton.ts for the optimiser.
 */
import { readDesign } from '../../simulators/cylinder/design.ts';
import type { Learner } from '../learner.ts';
import { WEIGHTS } from './network.ts';
import { arraysOf, HELD, HELD_STEPS, type PinnQuestions, PinnRun } from './run.ts';
import { defaults, inquiries, readSettings, settings } from './settings.ts';
import { losses } from './terms.ts';
import { wallFaults } from './wall.ts';

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
  unknowns: (task) => sizeOf(task).unknowns,
  faults: wallFaults,
  arrays: (task) => arraysOf(sizeOf(task), readSettings(task.settings).starts),
  start: (task, state) => new PinnRun(task, state),
};

function sizeOf({ problem }: Parameters<Learner['unknowns']>[0]) {
  const { pressureInferred } = readDesign(problem.design);
  const keys = ['lambda', 'mu', ...(pressureInferred ? ['p'] : [])];
  const drawn = Object.values(problem.nuisances).filter(({ mode }) => mode === 'marginalised').length;
  return {
    inferred: keys.map((key, j) => ({ key, symbol: key, place: WEIGHTS + j })),
    unknowns: WEIGHTS + keys.length + drawn,
  };
}
