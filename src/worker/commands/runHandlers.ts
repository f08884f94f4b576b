/**
 * What runs the commands about the run that is open: which engine, which study, training, draws, and the checks of the
 * network as a whole. The host (run/runHost.ts) decides when each has its turn.
 */
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { System } from '../../inference/simulators/system.ts';
import { validateProblem } from '../../inference/simulators/problem.ts';
import type { StudyShape } from '../engine/engineTrial.ts';
import { EngineFailure } from '../engine/engineFailure.ts';
import type { PairSource } from '../pool/simulationFeed.ts';
import { TablePairs } from '../pool/tablePairs.ts';
import { type Handlers, Transferred } from '../rpc/dispatcher.ts';
import { reportAndYieldFor } from '../rpc/reportAndYield.ts';
import type { Opening, RunHost } from '../run/runHost.ts';
import { shapeOf, TrainingSession } from '../run/npe/trainingSession.ts';
import type { Commands } from './protocol.ts';

export type RunCommands = Pick<
  Commands,
  | 'engine.select'
  | 'table.keep'
  | 'table.kept'
  | 'study.open'
  | 'train.run'
  | 'train.snapshot'
  | 'train.reset'
  | 'posterior.draw'
  | 'posterior.take'
  | 'calibration.run'
  | 'coverage.at'
>;

/**
 * @param pool simulates for studies of systems that have a simulator
 * @param catalogue of the worker
 */
export function runHandlers(
  host: RunHost<TrainingSession>,
  pool: PairSource,
  catalogue: SystemCatalogue,
): Handlers<RunCommands> {
  /** The rows of a table of simulations made elsewhere that the page has sent last. */
  let table: TablePairs | null = null;

  /** Where the pairs of a system come from: of a table whose rows are not here, none. */
  function pairsOf(system: System): PairSource {
    if (system.recorded === undefined) return pool;
    return table?.system === system ? table : new TablePairs(system, null);
  }

  async function opening(
    { study, system: source, resume, warm }: Commands['study.open']['params'],
    former: TrainingSession | null,
  ): Promise<Opening<TrainingSession>> {
    const system = catalogue.define(source);
    const problems = validateProblem(system, study.problem);
    if (problems.length > 0) throw new Error(problems.join(' '));
    const pairs = pairsOf(system);
    const shape = shapeOf(system, study);
    const initial = warm && resume === null ? await weightsOf(former, shape) : undefined;
    const now = () => performance.now();
    return {
      shape,
      begin: (engine) => new TrainingSession({ system, study, pairs, engine, resume, initial, now }),
    };
  }

  return {
    'engine.select': ({ choice, passOver }, { progress }) =>
      host.selectEngine(choice, passOver, (message) => progress({ message })),

    'table.keep': ({ system, rows }) => {
      table = new TablePairs(catalogue.define(system), rows);
      return null;
    },

    'table.kept': () => table?.system.id ?? null,

    'study.open': async (params, { progress }) => {
      const { run, ...opened } = await host.open(
        (former) => opening(params, former),
        (message) => progress({ message }),
      );
      return { ...run.info, ...opened };
    },

    'train.run': ({ steps }, context) => host.train(steps, context),

    'train.snapshot': () => host.snapshot(),

    'train.reset': async () => (await host.reset()).info,

    'posterior.draw': async ({ s, draws, priors }) => {
      // While a run is being paused, the network to draw from is that of the step at which it comes to rest.
      await host.paused();
      if (priors !== null) host.current.network.ask(priors);
      const answer = await host.work((session) => session.answers.draw(s, draws));
      return new Transferred(answer, [answer.draws.buffer as ArrayBuffer]);
    },

    'posterior.take': async ({ s, draws }, context) => {
      const answer = await host.work((session) => session.answers.take(s, draws, reportAndYieldFor(context)));
      return new Transferred(answer, [answer.draws.buffer as ArrayBuffer]);
    },

    'calibration.run': ({ problem, datasets, draws }, context) =>
      host.work((session) => session.checks.final(datasets, draws, reportAndYieldFor(context), problem)),

    'coverage.at': ({ problem, theta, datasets, draws }, context) =>
      host.work((session) => session.checks.coverageAt(theta, datasets, draws, reportAndYieldFor(context), problem)),
  };
}

/** The weights of the network that is open, where a network of that shape can begin with them. */
async function weightsOf(
  session: TrainingSession | null,
  { spec, members }: StudyShape,
): Promise<Float32Array | undefined> {
  const alike = session?.shape.members === members && JSON.stringify(session.shape.spec) === JSON.stringify(spec);
  if (session === null || !alike) return undefined;
  try {
    return await session.engine.parameters();
  } catch (cause) {
    // The network's engine may have failed: the new one then begins with the weights of its seed.
    if (cause instanceof EngineFailure) return undefined;
    throw cause;
  }
}
