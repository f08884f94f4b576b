/** The tasks of a lane whose simulator is a program outside of the page: those of systemTasks.ts that need no likelihood. */
import { sizeOf } from '../../../inference/simulators/dataShape.ts';
import { shapeOf } from '../../../inference/simulators/own/declaration.ts';
import { problemKey } from '../../../inference/simulators/problem.ts';
import { remoteId } from '../../../inference/simulators/remote/remoteSystem.ts';
import type { Problem } from '../../../inference/simulators/system.ts';
import { textHash } from '../../../inference/math/textHash.ts';
import { STREAMS } from '../../../inference/math/random.ts';
import { predictedThetas, predictiveOf } from '../../../inference/posterior/predictive.ts';
import { REPLICATED_FROM } from '../../../inference/posterior/replicated.ts';
import { NO_LIKELIHOOD } from '../../../inference/simulators/own/ownSystem.ts';
import type { SystemSource } from '../../../inference/simulators/source.ts';
import {
  type AskBridge,
  type PairRange,
  remoteData,
  type RemotePairs,
  remotePairs,
} from '../../../inference/simulators/remote/remotePairs.ts';
import { Transferred, type Handlers } from '../../rpc/dispatcher.ts';
import type { Definer, SystemCommands } from '../systemTasks.ts';
import type { BridgeConnection, BridgeLine } from './bridgeConnection.ts';
import type { KeptPairs } from './keptPairs.ts';
import type { KeptRunName } from './keptSimulations.ts';

export interface RemoteCommands extends SystemCommands {
  /** How the program is reached from now on. */
  connect: { params: BridgeConnection | null; progress: never; result: null };
}

/**
 * @param catalogue of the lane's realm
 * @param kept what was simulated before; null: nothing is kept
 */
export function remoteTasks(
  catalogue: Definer,
  line: BridgeLine,
  kept: KeptPairs | null = null,
): Handlers<RemoteCommands> {
  const until =
    (signal: AbortSignal): AskBridge =>
    (request, size) =>
      line.ask(request, size, signal);
  return {
    connect: (connection) => {
      line.connect(connection);
      kept?.forget();
      return null;
    },

    simulate: async ({ problem, system, seed, stream, from, count, at, again = false }, { signal }) => {
      const range = { seed, stream, from, count };
      const remote = remoteOf(system);
      const made = (part: PairRange) => remotePairs(remote, catalogue.define(system), problem, part, at, until(signal));
      const pairs: RemotePairs =
        at === null && kept !== null && !again
          ? await kept.pairs(runOf(remote, problem, seed, stream), from, count, (first, n) =>
              made({ seed, stream, from: first, count: n }),
            )
          : await made(range);
      const { theta, x, own } = pairs;
      const failed = pairs.failed.reduce((sum, each) => sum + each, 0);
      const buffers = [theta, x, ...(own === undefined ? [] : [own.z, own.h])].map(
        ({ buffer }) => buffer as ArrayBuffer,
      );
      const chunk = {
        from,
        count,
        theta,
        s: x,
        ...(failed === 0 ? {} : { failed }),
        ...(own === undefined ? {} : { own }),
      };
      return new Transferred(chunk, buffers);
    },

    data: async ({ problem, system, source, count }, { signal }) => {
      const range: PairRange = { ...source, count };
      const { x } = await remotePairs(remoteOf(system), catalogue.define(system), problem, range, null, until(signal));
      return new Transferred(x, [x.buffer as ArrayBuffer]);
    },

    // As the bridge gives its first data: those of a seed are the same.
    observe: ({ system, theta, seed }, { signal }) => {
      const range = { seed, stream: STREAMS.example, from: 0, count: 1, thetas: Float64Array.from(theta) };
      return remoteData(remoteOf(system), range, until(signal));
    },

    replicate: ({ system, thetas, seed, from = 0, present = null }, { signal }) => {
      const remote = remoteOf(system);
      if (present !== null) throw new RangeError('No reading of a simulator outside of the page may be missing.');
      const count = thetas.length / remote.declaration.parameters.length;
      const range = { seed, stream: STREAMS.predictive, from: REPLICATED_FROM + from, count, thetas };
      return remoteData(remote, range, until(signal));
    },

    predictive: async ({ problem, system: source, source: of, seed }, { signal }) => {
      const remote = remoteOf(source);
      const system = catalogue.define(source);
      const thetas = predictedThetas(system, problem, of, seed);
      const count = thetas.length / remote.declaration.parameters.length;
      const x = await remoteData(remote, { seed, stream: STREAMS.predictive, from: 0, count, thetas }, until(signal));
      const size = x.length / Math.max(1, count);
      const found = predictiveOf(system, problem, count, (i) => x.subarray(i * size, (i + 1) * size));
      if (found === null) throw new TypeError('Every draw has its data here.');
      return found;
    },

    likelihoods: noLikelihood,
    profile: noLikelihood,
    summaries: () => {
      throw new Error('A simulator behind the bridge has no summaries of its own.');
    },
    reference: () => ({ kind: 'unavailable', reason: NO_LIKELIHOOD }),
    target: noLikelihood,
  };
}

function noLikelihood(): never {
  throw new Error(NO_LIKELIHOOD);
}

/** Pairs of the same run are the same: all that they depend on is in its id. */
function runOf(remote: SystemSource<'remote'>, problem: Problem, seed: number, stream: number): KeptRunName {
  const { declaration } = remote;
  const system = remoteId(remote);
  return {
    id: textHash(JSON.stringify([system, problemKey(problem), seed, stream])),
    system,
    name: declaration.name,
    seed,
    stream,
    parameters: declaration.parameters.map(({ key }) => key),
    priors: problem.priors,
    size: sizeOf(shapeOf(declaration.data)),
  };
}

function remoteOf(source: SystemSource): SystemSource<'remote'> {
  if (source.kind === 'remote') return source;
  throw new TypeError('This lane reaches a simulator outside of the page.');
}
