/**
 * Simulation-based calibration as the page does it on fresh data sets, on the fused engine: 500 data sets of galaxy bias, of
 * which each is answered with 199 draws and ranked among them, in every quantity and by density. Without the simulations,
 * which come from workers of their own. An untrained network takes as long as a trained one.
 */
import { calibrate } from '../src/inference/diagnostics/calibration/calibration.ts';
import { WasmEngine } from '../src/inference/flow/engines/wasm/wasmEngine.ts';
import type { WasmModule } from '../src/inference/flow/engines/wasm/wasmModule.ts';
import { type FlowPreset, flowSpec } from '../src/inference/flow/spec.ts';
import { STREAMS } from '../src/inference/math/random.ts';
import { NeuralPosterior } from '../src/inference/posterior/neuralPosterior.ts';
import { galaxyBias } from '../src/inference/simulators/galaxyBias/index.ts';
import { defaultProblem, inferredPrior, simulatePairs } from '../src/inference/simulators/problem.ts';
import { Standardiser } from '../src/inference/training/standardiser.ts';
import { prepare } from './prepare.ts';
import { interleaved } from './timing.ts';

const DATASETS = 500;
const DRAWS = 199;
const SEED = 4;

/** Milliseconds of processor time, with the flow of a preset. */
export async function sbcMs(module: WasmModule, preset: FlowPreset): Promise<number> {
  const system = galaxyBias;
  const problem = defaultProblem(system);
  const prior = inferredPrior(system, problem);
  const truths = simulatePairs(system, problem, SEED, STREAMS.calibration, 0, DATASETS);
  const width = truths.s.length / DATASETS;
  const engine = new WasmEngine(flowSpec(preset, prior.D, width), module);
  prepare(engine, 1000);
  const posterior = new NeuralPosterior(engine, prior, Standardiser.of(truths.s, width));
  const input = { system, problem, prior, posterior, truths, draws: DRAWS, seed: SEED, logLikelihoods: null };
  const run = async () => void (await calibrate({ ...input, onChunk: () => {} }));
  const times = await interleaved([{ name: 'sbc', run, units: 1 }], 7, 2);
  engine.dispose();
  return times.get('sbc') ?? Number.NaN;
}
