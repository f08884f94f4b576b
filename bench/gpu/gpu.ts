/**
 * `npm run bench:gpu [-- --json]`: the fused WebGPU engine without a browser, on the graphics card of this machine, for each
 * preset with 2 and 5 parameters, 10 summaries and batches of 200: milliseconds a step of one network and of an ensemble of
 * five; TensorFlow.js' time over it; and the bare tiled matrix product at the shape of a hidden layer, with the fraction of
 * its speed that the whole step reaches, over the floating-point operations that the masks leave. Contestants take turns;
 * times are medians on the wall clock. An engine whose first loss is not that of the float64 reference ends the run.
 */
import type { FlowEngine, TrainingStep } from '../../src/inference/flow/engines/engine.ts';
import { TfjsEngine } from '../../src/inference/flow/engines/tfjs/tfjsEngine.ts';
import type { GpuDevice } from '../../src/inference/flow/engines/webgpu/gpu.ts';
import { WebGpuEngine } from '../../src/inference/flow/engines/webgpu/webgpuEngine.ts';
import { initialise } from '../../src/inference/flow/initialise.ts';
import { ReferenceFlow } from '../../src/inference/flow/referenceFlow.ts';
import { type FlowPreset, flowSpec } from '../../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { TiledMatmul } from '../ceilings/tiledMatmul.ts';
import { stepFlops } from '../stepFlops.ts';
import { type Contestant, interleaved, wallMs } from '../timing.ts';
import { startNodeGpu } from './device.ts';

const CONTEXT = 10;
const BATCH = 200;
const ROWS = 10_000;
const ENSEMBLE = 5;
const ROUNDS = 7;
const WARM_UP = 1;
/** A round of the fused engine or of the bare product takes about this long, so that reading back counts for little. */
const ROUND_MS = 100;
/** Largest error of the first loss, nats. */
const LOSS_TOLERANCE = 0.01;
const ADAM = { clipNorm: 5, weightDecay: 0 };

interface Result {
  readonly preset: FlowPreset;
  readonly dim: number;
  /** ms a step: one network, an ensemble of five. */
  readonly stepMs: number;
  readonly ensembleMs: number;
  /** TensorFlow.js' time over that of one network. */
  readonly timesTfjs: number;
  /** GFLOP/s of the bare product [200, H] x [H, H], once and five of them, and the fraction of each that the step reaches. */
  readonly ceiling: number;
  readonly fraction: number;
  readonly ensembleCeiling: number;
  readonly ensembleFraction: number;
}

/** Gives an engine its weights and data, and compares its first loss with float64. @throws Error when that is wrong */
async function prepare(engine: FlowEngine): Promise<void> {
  const { spec, members } = engine;
  const random = new Random(1, STREAMS.simulation);
  const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
  const phi = Array.from({ length: members }, (_, m) => initialise(spec, new Random(1, STREAMS.weights, m)));
  const data = { size: ROWS, z: normals(ROWS * spec.dim), context: normals(ROWS * spec.context) };
  engine.setParameters(Float32Array.from(phi.flatMap((weights) => [...weights])));
  engine.reserve(ROWS);
  engine.store(0, data);
  const [step] = minibatches(members, 1);
  const losses = await engine.train([step], ADAM);
  for (const [m, weights] of phi.entries()) {
    const flow = new ReferenceFlow(spec, weights);
    let sum = 0;
    for (const row of step.rows.subarray(m * BATCH, (m + 1) * BATCH)) {
      const context = data.context.subarray(row * spec.context, (row + 1) * spec.context);
      sum -= flow.logDensity(data.z.subarray(row * spec.dim, (row + 1) * spec.dim), context);
    }
    const want = sum / BATCH;
    if (Math.abs(losses[m] - want) < LOSS_TOLERANCE) continue;
    throw new Error(
      `The first loss of ${engine.constructor.name} is ${losses[m]} where ${want} is right: this driver computes it wrongly, so that its times mean nothing. Try a newer driver.`,
    );
  }
}

function minibatches(members: number, count: number): TrainingStep[] {
  const random = new Random(2, STREAMS.minibatch);
  const rows = () => Uint32Array.from({ length: members * BATCH }, () => random.integer(ROWS));
  return Array.from({ length: count }, () => ({ rows: rows(), learningRate: 1e-4 }));
}

/** A contestant whose rounds take about ROUND_MS. */
async function ofFittingLength(name: string, run: (units: number) => Promise<unknown>): Promise<Contestant> {
  await run(1);
  const each = (await wallMs(() => run(2))) / 2;
  const units = Math.max(1, Math.min(200, Math.round(ROUND_MS / each)));
  return { name, run: () => wallMs(() => run(units)), units };
}

async function measure(device: GpuDevice, preset: FlowPreset, dim: number): Promise<Result> {
  const spec = flowSpec(preset, dim, CONTEXT);
  const { hidden } = spec.estimator;
  const contestants: Contestant[] = [];
  const engines: Readonly<Record<string, FlowEngine>> = {
    one: new WebGpuEngine(spec, device),
    ensemble: new WebGpuEngine(spec, device, { members: ENSEMBLE }),
    tfjs: new TfjsEngine(spec, 'webgpu'),
  };
  for (const [name, engine] of Object.entries(engines)) {
    await prepare(engine);
    const steps = minibatches(engine.members, 200);
    contestants.push(await ofFittingLength(name, (units) => engine.train(steps.slice(0, units), ADAM)));
  }
  const shape = { rows: BATCH, inner: hidden, columns: hidden };
  const products = [
    await TiledMatmul.on(device, { ...shape, count: 1 }),
    await TiledMatmul.on(device, { ...shape, count: ENSEMBLE }),
  ];
  for (const [i, product] of products.entries()) {
    contestants.push(await ofFittingLength(`product ${i}`, (units) => product.run(units)));
  }
  const times = await interleaved(contestants, ROUNDS, WARM_UP);
  for (const used of [...Object.values(engines), ...products]) used.dispose();
  const time = (name: string): number => times.get(name) ?? Number.NaN;
  const [ceiling, ensembleCeiling] = products.map(({ flops }, i) => flops / time(`product ${i}`) / 1e6);
  const flops = BATCH * stepFlops(spec);
  return {
    preset,
    dim,
    stepMs: time('one'),
    ensembleMs: time('ensemble'),
    timesTfjs: time('tfjs') / time('one'),
    ceiling,
    fraction: flops / time('one') / 1e6 / ceiling,
    ensembleCeiling,
    ensembleFraction: (ENSEMBLE * flops) / time('ensemble') / 1e6 / ensembleCeiling,
  };
}

const COLUMNS: readonly (readonly [string, (result: Result) => string])[] = [
  ['preset', ({ preset }) => preset],
  ['D', ({ dim }) => `${dim}`],
  ['ms/step', ({ stepMs }) => stepMs.toPrecision(3)],
  [`ms/step of ${ENSEMBLE}`, ({ ensembleMs }) => ensembleMs.toPrecision(3)],
  ['x tfjs-webgpu', ({ timesTfjs }) => timesTfjs.toFixed(1)],
  ['GFLOP/s bare', ({ ceiling }) => ceiling.toPrecision(3)],
  ['fraction', ({ fraction }) => fraction.toFixed(2)],
  [`bare, ${ENSEMBLE}`, ({ ensembleCeiling }) => ensembleCeiling.toPrecision(3)],
  [`fraction, ${ENSEMBLE}`, ({ ensembleFraction }) => ensembleFraction.toFixed(2)],
];

/** A line of the table, as wide as its head. */
function line(cells: readonly string[]): string {
  return cells.map((cell, i) => cell.padStart(Math.max(8, COLUMNS[i][0].length))).join('  ');
}

const json = process.argv.includes('--json');
const { device, adapter } = await startNodeGpu();
const report = { adapter, node: process.versions.node, results: [] as Result[] };
if (!json) console.log(`${adapter}, Node ${report.node}\n${line(COLUMNS.map(([name]) => name))}`);
for (const preset of ['small', 'standard', 'large'] as const) {
  for (const dim of [2, 5]) {
    const result = await measure(device, preset, dim);
    report.results.push(result);
    if (!json) console.log(line(COLUMNS.map(([, show]) => show(result))));
  }
}
if (json) console.log(JSON.stringify(report, null, 2));
// Dawn keeps the process alive.
process.exit();
