/** NPE, the learner that every system has: simulations of a pool or rows of a table, a flow on one of the engines. */
import { validateProblem } from '../../../inference/simulators/problem.ts';
import type { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { isOfLearner } from '../../../inference/learners/snapshot.ts';
import { EngineFailure } from '../../engine/engineFailure.ts';
import type { StudyShape } from '../../engine/engineTrial.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';
import type { SimulationPool } from '../../pool/simulationPool.ts';
import { handlersByName } from '../../rpc/dispatcher.ts';
import type { HostedLearner } from '../hostedLearner.ts';
import { type HostedRun, type RunHost, superseded } from '../runHost.ts';
import { npeAnswers } from './answers.ts';
import type { Observed } from './liveFrames.ts';
import { NPE, NpeRun } from './npeRun.ts';
import { freshChecks, preparedChecks } from './preparedChecks.ts';
import { shapeOf, type TrainingSession } from './trainingSession.ts';

interface Surroundings {
  readonly host: RunHost<HostedRun>;
  readonly pool: SimulationPool;
  /** Of the worker. */
  readonly catalogue: SystemCatalogue;
  /** Where the pairs of a system come from. */
  readonly pairsOf: (system: System) => PairSource;
  /** The observation that live frames answer. */
  readonly observed: () => Observed | null;
}

export function npeLearner({ host, pool, catalogue, pairsOf, observed }: Surroundings): HostedLearner {
  const work = <T>(task: (session: TrainingSession) => T | Promise<T>) => host.work((run) => task(npeRun(run)));
  const answers = handlersByName(
    npeAnswers({ work, paused: () => host.paused() }, catalogue, preparedChecks(pool), () => freshChecks(pool)),
  );
  return {
    id: NPE,
    ask(question, params, context) {
      const answer = answers.get(question);
      if (answer === undefined) {
        throw new Error(`NPE has no answer to “${question}”. It has: ${[...answers.keys()].join(', ')}.`);
      }
      return answer(params, context);
    },
    async prepare({ study, system: source, resume, warm }, former) {
      const system = catalogue.define(source);
      const problems = validateProblem(system, study.problem);
      if (problems.length > 0) throw new Error(problems.join(' '));
      if (resume !== null && isOfLearner(resume)) {
        throw new Error('The saved run is of another learner than its study.');
      }
      const pairs = pairsOf(system);
      const shape = shapeOf(system, study);
      const initial = warm && resume === null ? await weightsOf(former, shape) : undefined;
      const now = () => performance.now();
      return {
        shape,
        begin: (engine) => new NpeRun({ system, study, pairs, engine, resume, initial, now }, observed),
      };
    },
  };
}

/** @throws AbortError for the run of another learner, which has been opened meanwhile: the command that asks has made sure of it */
function npeRun(run: HostedRun): NpeRun {
  if (run instanceof NpeRun) return run;
  throw superseded();
}

/** The weights of the network that is open, where a network of that shape can begin with them. */
async function weightsOf(run: HostedRun | null, { spec, members }: StudyShape): Promise<Float32Array | undefined> {
  if (!(run instanceof NpeRun)) return undefined;
  const alike = run.shape.members === members && JSON.stringify(run.shape.spec) === JSON.stringify(spec);
  if (!alike) return undefined;
  try {
    return await run.engine.parameters();
  } catch (cause) {
    // The network's engine may have failed: the new one then begins with the weights of its seed.
    if (cause instanceof EngineFailure) return undefined;
    throw cause;
  }
}
