/** What runs the command of exportCommands.ts. What writes the file is loaded when the first is wanted. */
import { loadPart } from '../../inference/parts/loadPart.ts';
import { STREAMS } from '../../inference/math/random.ts';
import { inferredPrior } from '../../inference/simulators/problem.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { System } from '../../inference/simulators/system.ts';
import { type Study, trainingStudy } from '../../inference/study/study.ts';
import type { SimulationTable } from '../../inference/export/simulationsFile.ts';
import { type Handlers, Transferred } from '../rpc/dispatcher.ts';
import type { SimulationPool } from '../pool/simulationPool.ts';
import type { ExportCommands } from './exportCommands.ts';
import { sizeOf } from '../../inference/simulators/dataShape.ts';

type Source = Pick<SimulationPool, 'simulate' | 'data'>;

export function exportHandlers(pool: Source, catalogue: SystemCatalogue): Handlers<ExportCommands> {
  return {
    'simulations.file': async ({ study, system: source, raw }, { signal, progress }) => {
      const system = catalogue.define(source);
      const table = await simulations(pool, system, study, raw, signal, (fraction) => progress({ fraction }));
      const { simulationsFile } = await loadPart(
        'writes NPZ files',
        () => import('../../inference/export/simulationsFile.ts'),
      );
      const bytes = simulationsFile(system, study, table);
      return new Transferred(bytes, [bytes.buffer]);
    },
  };
}

async function simulations(
  pool: Source,
  system: System,
  study: Study,
  raw: boolean,
  signal: AbortSignal,
  report: (fraction: number) => void,
): Promise<SimulationTable> {
  const { problem, seed, training } = trainingStudy(study);
  const { D } = inferredPrior(system, problem);
  const model = system.model(problem.design);
  const [dataSize, width] = [sizeOf(model.x), sizeOf(model.s)];
  const n = training.simulations;
  const stream = STREAMS.simulation;
  const theta = new Float64Array(n * D);
  const s = new Float64Array(n * width);
  const x = raw ? new Float64Array(n * dataSize) : null;
  let done = 0;
  for await (const { from, count, ...chunk } of pool.simulate(problem, seed, stream, 0, n, signal)) {
    theta.set(chunk.theta, from * D);
    s.set(chunk.s, from * width);
    // A chunk keeps a worker busy for a moment; its raw data do so once more.
    if (x !== null) x.set(await pool.data({ problem, source: { seed, stream, from }, count }, signal), from * dataSize);
    done += count;
    report(done / n);
  }
  return { theta, s, x };
}
