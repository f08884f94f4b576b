/** Undoing: the data, or the network that another has replaced. */
import { Undo2 } from 'lucide-react';
import { count } from '../format/number.ts';
import type { AppState } from '../store/appStore.ts';
import type { FormerNetwork } from '../store/formerSlice.ts';
import { isLocked, LOCKED } from '../store/controls.ts';
import { type Action, possible } from './action.ts';
import { engineObstacle } from '../readout/network/obstacles.ts';
import { undoObservation } from './observation.ts';

export const bringBack: Action = {
  id: 'bring-back',
  control: 'transport',
  description:
    'Restore the trained network that was replaced by another seed, a reset, another design or another system',
  label: (state) => {
    const former = formerText(state);
    return former === null ? 'Undo' : `Undo: restore ${former}`;
  },
  icon: () => Undo2,
  shortcut: null,
  enabled: (state) => {
    const last = state.former.networks.at(-1);
    if (last === undefined) return 'No trained network has been replaced.';
    if (last.system !== state.study.system && isLocked(state, 'system')) return LOCKED;
    return engineObstacle(state) ?? true;
  },
  perform: ({ session }) => session.former.undo(),
};

/** "the network of seed 7, step 332" */
function formerText({ former, study }: AppState): string | null {
  const last = former.networks.at(-1);
  if (last === undefined) return null;
  const whose = last.system === study.system ? '' : ` of ${last.system.name}`;
  return `the network${whose} of seed ${last.seed}, step ${count(last.step)}`;
}

export const undo: Action = {
  id: 'undo',
  description: 'Undo the last change to the data, or restore the network that was replaced since',
  label: () => 'Undo',
  icon: () => Undo2,
  shortcut: 'Ctrl+z',
  enabled: (state) => possible(undone(state), state),
  perform: (parts) => undone(parts.store.getState()).perform(parts),
};

/** Which of the two came last. */
function undone({ former, observation }: AppState): Action {
  const last: FormerNetwork | undefined = former.networks.at(-1);
  const since = last !== undefined && (observation.former.length === 0 || last.observation === observation.id);
  return since ? bringBack : undoObservation;
}
