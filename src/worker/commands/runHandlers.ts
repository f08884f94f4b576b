/**
 * What runs the commands about the run that is open: which engine, which study, training, questions. The host (run/runHost.ts)
 * decides when each has its turn; what depends on what is learnt is the learner's (run/hostedLearner.ts).
 */
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { System } from '../../inference/simulators/system.ts';
import type { PairSource } from '../pool/simulationFeed.ts';
import { TablePairs } from '../pool/tablePairs.ts';
import type { Handlers } from '../rpc/dispatcher.ts';
import type { HostedLearner } from '../run/hostedLearner.ts';
import { type HostedRun, type RunHost, superseded } from '../run/runHost.ts';
import type { Commands } from './protocol.ts';

export type RunCommands = Pick<
  Commands,
  'engine.select' | 'run.open' | 'run.train' | 'run.snapshot' | 'run.reset' | 'run.ask'
>;

/** @param learners the first is that of a study that names none */
export function runHandlers(host: RunHost<HostedRun>, learners: readonly HostedLearner[]): Handlers<RunCommands> {
  function learnerOf(id: string): HostedLearner {
    const learner = learners.find((known) => known.id === id);
    if (learner !== undefined) return learner;
    throw new Error(`There is no learner “${id}”; there are ${learners.map((known) => known.id).join(', ')}.`);
  }

  return {
    'engine.select': ({ choice, passOver }, { progress }) =>
      host.selectEngine(choice, passOver, (message) => progress({ message })),

    'run.open': async (request, { progress }) => {
      const learner = learnerOf(request.study.learner?.id ?? learners[0].id);
      const { run, ...opened } = await host.open(
        async (former) => learner.prepare(request, former),
        (message) => progress({ message }),
      );
      return { ...run.info, ...opened };
    },

    'run.train': ({ steps }, context) => host.train(steps, context),

    'run.snapshot': () => host.snapshot(),

    'run.reset': async () => (await host.reset()).info,

    'run.ask': ({ learner, question, params }, context) => {
      const { current } = host;
      const asked = learnerOf(learner);
      if (current.learner === learner) return asked.ask(question, params, context);
      throw superseded(
        `“${question}” is a question to ${learner}, but the study that is open is learnt by ${current.learner}.`,
      );
    },
  };
}

export type TableCommands = Pick<Commands, 'table.keep' | 'table.kept'>;

/** Where pairs come from: the pool, or the rows of a table of simulations made elsewhere that the page has sent. */
export function tableHandlers(
  pool: PairSource,
  catalogue: SystemCatalogue,
): {
  readonly handlers: Handlers<TableCommands>;
  readonly pairsOf: (system: System) => PairSource;
} {
  let table: TablePairs | null = null;
  return {
    pairsOf: (system) => {
      if (system.recorded === undefined) return pool;
      // Of a table whose rows are not here, none.
      return table?.system === system ? table : new TablePairs(system, null);
    },
    handlers: {
      'table.keep': ({ system, rows }) => {
        table = new TablePairs(catalogue.define(system), rows);
        return null;
      },

      'table.kept': () => table?.system.id ?? null,
    },
  };
}
