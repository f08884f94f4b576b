/**
 * `npm run bench [-- --relaxed] [--update]`: the fused engine against the TensorFlow.js engine on its WebAssembly backend,
 * interleaved in one process, for each preset with 2 and 5 parameters, 10 summaries and batches of 200; and against the bare
 * matrix product of the same build at the shape of a hidden layer, over the floating-point operations that the masks leave.
 * A second table has the default flow on two threads against one (wall clock, batches of 200 and 1,000), and an ensemble of
 * five against one network; and simulation-based calibration with it (sbc.ts).
 * Prints a table beside the committed baseline (bench/baseline.json), which --update replaces; --json prints the numbers.
 * --relaxed turns relaxed SIMD on in a Node that has it behind a flag.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import v8 from 'node:v8';
import '@tensorflow/tfjs-backend-wasm';
import { startBackend } from '../src/inference/flow/engines/tfjs/backends.ts';
import { TfjsEngine } from '../src/inference/flow/engines/tfjs/tfjsEngine.ts';
import { WasmEngine } from '../src/inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule, wasmBuild } from '../src/inference/flow/engines/wasm/wasmModule.ts';
import { type FlowPreset, flowSpec } from '../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../src/inference/math/random.ts';
import { spawnNodeThread } from '../scripts/nodeThread.ts';
import { aligned } from './aligned.ts';
import { bareProduct } from './ceilings/bareProduct.ts';
import { prepare } from './prepare.ts';
import { sbcMs } from './sbc.ts';
import { stepFlops } from './stepFlops.ts';
import { type Contestant, interleaved, wallMs } from './timing.ts';
import { writeWhole } from '../scripts/wholeFile.mjs';

const BASELINE = 'bench/baseline.json';
const CONTEXT = 10;
const BATCH = 200;
const ROWS = 10_000;
/** Steps of the fused engine in one run. */
const STEPS = 5;
/** The same where threads are woken up once a call. */
const VARIANT_STEPS = 20;

interface Result {
  readonly preset: FlowPreset;
  readonly dim: number;
  /** Fused engine, ms a step. */
  readonly stepMs: number;
  /** TensorFlow.js' time over the fused engine's. */
  readonly timesTfjs: number;
  /** GFLOP/s of the bare product, and the fraction of it that the whole step reaches. */
  readonly ceiling: number;
  readonly fraction: number;
  /** 10,000 draws for one observation, and 1,000 for each of 1,000, ms. */
  readonly drawMs: number;
  readonly batchMs: number;
}

/** The flow `standard` for two parameters in other ways than on one thread alone; ms are of wall clock. */
interface Variant {
  readonly batch: number;
  readonly oneMs: number;
  readonly twoThreadsMs: number;
  readonly fiveMembersMs: number;
}

interface Report {
  readonly machine: string;
  readonly build: string;
  readonly results: readonly Result[];
  readonly variants: readonly Variant[];
  /** SBC of 500 data sets with 199 draws each, flow `standard`, ms. */
  readonly sbcMs: number;
}

async function measure(module: WasmModule, preset: FlowPreset, dim: number): Promise<Result> {
  const spec = flowSpec(preset, dim, CONTEXT);
  const [fused, tfjs] = [new WasmEngine(spec, module), new TfjsEngine(spec, 'wasm')];
  const random = new Random(2, STREAMS.minibatch);
  const step = () => ({ rows: Uint32Array.from({ length: BATCH }, () => random.integer(ROWS)), learningRate: 1e-4 });
  const adam = { clipNorm: 5, weightDecay: 0 };
  for (const engine of [fused, tfjs]) prepare(engine, ROWS);
  const bare = bareProduct(module, spec.estimator.hidden, 5e7);
  const fusedSteps = Array.from({ length: STEPS }, step);
  const steps = await interleaved(
    [
      { name: 'fused', run: async () => void (await fused.train(fusedSteps, adam)), units: STEPS },
      { name: 'bare', run: bare.run, units: 1 },
      { name: 'tfjs', run: async () => void (await tfjs.train([step()], adam)), units: 1 },
    ],
    15,
    4,
  );
  const noise = Float32Array.from({ length: 1_000_000 * dim }, () => random.normal());
  const context = Float32Array.from({ length: 1000 * CONTEXT }, () => random.normal());
  const one = { name: 'one', run: async () => void (await fused.sample(context, 1, 10_000, noise)), units: 1 };
  const draws = await interleaved([one], 15, 2);
  const many = { name: 'many', run: async () => void (await fused.sample(context, 1000, 1000, noise)), units: 1 };
  const all = await interleaved([many], preset === 'large' ? 1 : 3, 0);
  fused.dispose();
  tfjs.dispose();
  const stepMs = steps.get('fused') ?? Number.NaN;
  const ceiling = bare.flops / (steps.get('bare') ?? Number.NaN) / 1e6;
  return {
    preset,
    dim,
    stepMs,
    timesTfjs: (steps.get('tfjs') ?? Number.NaN) / stepMs,
    ceiling,
    fraction: (BATCH * stepFlops(spec)) / stepMs / 1e6 / ceiling,
    drawMs: draws.get('one') ?? Number.NaN,
    batchMs: all.get('many') ?? Number.NaN,
  };
}

async function measureVariants(module: WasmModule, shared: WasmModule, batch: number): Promise<Variant> {
  const spec = flowSpec('standard', 2, CONTEXT);
  const random = new Random(3, STREAMS.minibatch);
  const contestant = (name: string, engine: WasmEngine): Contestant => {
    prepare(engine, ROWS);
    const steps = Array.from({ length: VARIANT_STEPS }, () => ({
      rows: Uint32Array.from({ length: engine.members * batch }, () => random.integer(ROWS)),
      learningRate: 1e-4,
    }));
    const train = async () => void (await engine.train(steps, { clipNorm: 5, weightDecay: 0 }));
    return { name, run: () => wallMs(train), units: VARIANT_STEPS };
  };
  const engines = {
    one: new WasmEngine(spec, module),
    two: new WasmEngine(spec, shared, { threads: { count: 2, spawn: spawnNodeThread } }),
    five: new WasmEngine(spec, module, { members: 5 }),
  };
  const times = await interleaved(
    Object.entries(engines).map(([name, engine]) => contestant(name, engine)),
    25,
    5,
  );
  for (const engine of Object.values(engines)) engine.dispose();
  return {
    batch,
    oneMs: times.get('one') ?? Number.NaN,
    twoThreadsMs: times.get('two') ?? Number.NaN,
    fiveMembersMs: times.get('five') ?? Number.NaN,
  };
}

const COLUMNS: readonly (readonly [string, (result: Result) => string])[] = [
  ['preset', ({ preset }) => preset],
  ['D', ({ dim }) => `${dim}`],
  ['ms/step', ({ stepMs }) => stepMs.toFixed(2)],
  ['x tfjs-wasm', ({ timesTfjs }) => timesTfjs.toFixed(1)],
  ['GFLOP/s bare', ({ ceiling }) => ceiling.toFixed(1)],
  ['fraction', ({ fraction }) => fraction.toFixed(2)],
  ['10,000 draws, ms', ({ drawMs }) => drawMs.toFixed(1)],
  ['1,000 x 1,000, s', ({ batchMs }) => (batchMs / 1000).toFixed(2)],
];

function table({ machine, build, results, variants, sbcMs }: Report): string {
  const lines = [COLUMNS.map(([name]) => name), ...results.map((result) => COLUMNS.map(([, show]) => show(result)))];
  const others = variants.map(
    ({ batch, oneMs, twoThreadsMs, fiveMembersMs }) =>
      `standard, D = 2, batch ${batch}: ${oneMs.toFixed(2)} ms a step; two threads ${(oneMs / twoThreadsMs).toFixed(2)} times as fast; five networks ${(fiveMembersMs / oneMs).toFixed(2)} times as long`,
  );
  const sbc = `SBC of 500 data sets with 199 draws each, standard, D = 2: ${sbcMs.toFixed(0)} ms`;
  return [`${machine}, ${build} build`, ...aligned(lines), ...others, sbc].join('\n');
}

const has = (name: string): boolean => process.argv.includes(`--${name}`);

if (has('relaxed')) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
const build = wasmBuild();
const module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
await startBackend('wasm');
const results: Result[] = [];
for (const preset of ['small', 'standard', 'large'] as const) {
  for (const dim of [2, 5]) results.push(await measure(module, preset, dim));
}
const sharedBuild = wasmBuild(true);
const shared = await compileWasm(sharedBuild, readFileSync(`assembly/build/${sharedBuild}.wasm`));
const variants: Variant[] = [];
for (const batch of [BATCH, 1000]) variants.push(await measureVariants(module, shared, batch));
const report: Report = {
  machine: `${cpus()[0].model}, Node ${process.versions.node}`,
  build,
  results,
  variants,
  sbcMs: await sbcMs(module, 'standard'),
};
console.log(has('json') ? JSON.stringify(report, null, 2) : table(report));
if (has('update')) writeWhole(BASELINE, `${JSON.stringify(report, null, 2)}\n`);
else if (!has('json') && existsSync(BASELINE)) {
  console.log(`\nBaseline: ${table(JSON.parse(readFileSync(BASELINE, 'utf8')) as Report)}`);
}
