/** Of which quantity the view of pixels is, and why there is none. */
import type { Design, Quantity, System } from '../../../inference/simulators/system.ts';
import type { AppState } from '../../store/appStore.ts';
import type { FoundPixels } from '../../store/conceptsSlice.ts';
import { networkCompatibility, openStudy } from '../../store/engineSlice.ts';
import { isNpe } from '../../store/network.ts';
import { engineObstacle, npeObstacle } from '../network/obstacles.ts';
import { spreadQuantities } from './networkSpreadQuestion.ts';

/** Asked at every change of the page's state, and a model is dear to make. */
const known = new WeakMap<Design, string | null>();

/** Why the study has no such view; null: it has. */
export function noPixels({ study }: Pick<AppState, 'study'>): string | null {
  const { system, problem } = study;
  const before = known.get(problem.design);
  if (before !== undefined) return before;
  const reason = reasonOf(system, problem.design);
  known.set(problem.design, reason);
  return reason;
}

function reasonOf(system: System, design: Design): string | null {
  const view = system.view(design);
  if (view.kind !== 'image' || view.space !== 'x') return 'It is for data that are an image, and these are none.';
  if (view.sd === undefined) return 'The noise of a pixel is not known here.';
  if (system.model(design).pixels !== undefined) return null;
  return `This network is given ${system.conditionsOn(design)}, and no pixels: let it see the pixels (under Assume), and train it.`;
}

/** Why it cannot be computed now. */
export function pixelsObstacle(state: AppState): string | null {
  const obstacle = noPixels(state) ?? engineObstacle(state) ?? npeObstacle(state);
  if (obstacle !== null) return obstacle;
  if (!isNpe(openStudy(state.engine))) return 'There is no network yet.';
  if (networkCompatibility(state.engine, state.study) === 'other-design') {
    return 'The assumptions have changed: train the new study first.';
  }
  return state.observation.current.x === null ? 'The pixels of the observation are not known.' : null;
}

/** The quantity whose mean is looked at. */
export function pixelsQuantity({ study, concepts }: Pick<AppState, 'study' | 'concepts'>): Quantity {
  const quantities = spreadQuantities(study);
  return quantities.find(({ key }) => key === concepts.pixels.shown) ?? quantities[0];
}

/** What was found, and is of the present design and quantity; while a new answer is under way it may be of the image before. */
export function pixelsFound(state: Pick<AppState, 'study' | 'concepts'>): FoundPixels | null {
  const { found } = state.concepts.pixels;
  if (found === null || found.design !== state.study.problem.design) return null;
  return found.quantity === pixelsQuantity(state).key ? found : null;
}
