/** Draws of the posterior on screen, as many as the user wants, from the network as it is now and as it was mended. */
import { drawsCsv } from '../../inference/takeaway/drawsCsv.ts';
import type { Problem, Quantity } from '../../inference/simulators/system.ts';
import { engineObstacle } from '../actions/obstacles.ts';
import type { SessionContext } from '../session/context.ts';
import { quantityDraws } from '../session/displayDraws.ts';
import type { AppState } from '../store/appStore.ts';
import { networkStanding } from '../store/engineSlice.ts';
import type { Export, ExportRequest } from './export.ts';

export interface TakenDraws {
  /** The problem whose posterior they are from. */
  readonly problem: Problem;
  /** The display quantities: a coordinate each of the draws. */
  readonly quantities: readonly Quantity[];
  /** [n, quantities.length], in the quantities' own units. */
  readonly values: Float64Array;
  /** Training steps of the network. */
  readonly step: number;
}

/** Why no draws can be taken now; null if they can. */
function drawsObstacle(state: AppState): string | null {
  const obstacle = engineObstacle(state);
  if (obstacle !== null) return obstacle;
  const { engine, study } = state;
  if (engine.open === null || engine.run === 'none' || engine.run === 'opening') return 'There is no network yet.';
  if (networkStanding(engine, study) === 'other-design') {
    return 'The network is of another design than the observation: train the new study first.';
  }
  return null;
}

/** Asks the engine for draws of the posterior on screen. */
export async function takeDraws(
  { store, engine }: SessionContext,
  { draws, signal, onProgress }: ExportRequest,
): Promise<TakenDraws> {
  const { engine: room, observation, study } = store.getState();
  if (room.open === null) throw new Error('There is no network yet.');
  const { problem } = room.open.study;
  const s = Float64Array.from(observation.current.s);
  const taken = await engine.call('posterior.take', { s, draws }, { signal, onProgress });
  const quantities = study.system.display(problem.design);
  const dim = study.system.parameters(problem.design).length;
  return { problem, quantities, values: quantityDraws(taken.draws, dim, quantities), step: taken.step };
}

export const drawsAsCsv: Export = {
  id: 'draws-csv',
  group: 'posterior',
  label: 'Draws as a table',
  format: 'CSV',
  description: 'A column for each quantity of the corner figure, a row for each draw. Opens in anything.',
  fileName: ({ study }) => `${study.system.id}-posterior.csv`,
  enabled: (state) => drawsObstacle(state) ?? true,
  make: async (context, request) => {
    const { quantities, values } = await takeDraws(context, request);
    const pieces: string[] = [];
    for (const piece of drawsCsv(
      quantities.map(({ key }) => key),
      values,
    )) {
      pieces.push(piece);
      await new Promise((resolve) => setTimeout(resolve));
      request.signal.throwIfAborted();
    }
    return new Blob(pieces, { type: 'text/csv' });
  },
};
