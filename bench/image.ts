/**
 * `npm run bench:image [-- --relaxed] [--update]`: a training step of a network with convolutions (one picture of 32 x 32, as the
 * galaxy's) on one thread: against the bare matrix product of the same build over the operations that it needs (stepFlops.ts),
 * against the same network in PyTorch (bench/peers), and against the TensorFlow.js engine on its WebAssembly backend. All take turns
 * in one run, counted in processor time; ratios are of medians. Prints a table beside the committed baseline, which --update
 * replaces; --json prints the numbers.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import v8 from 'node:v8';
import '@tensorflow/tfjs-backend-wasm';
import { startBackend } from '../src/inference/flow/engines/tfjs/backends.ts';
import { TfjsEngine } from '../src/inference/flow/engines/tfjs/tfjsEngine.ts';
import { WasmEngine } from '../src/inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, wasmBuild } from '../src/inference/flow/engines/wasm/wasmModule.ts';
import { shapedEmbedding } from '../src/inference/flow/embeddings/shapedEmbedding.ts';
import { parameterCount } from '../src/inference/flow/layout.ts';
import { flowSpec, type NetworkSpec } from '../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../src/inference/math/random.ts';
import { writeWhole } from '../scripts/wholeFile.mjs';
import { bareProduct } from './ceilings/bareProduct.ts';
import { Peer, PYTHON } from './peers/peer.ts';
import { prepare } from './prepare.ts';
import { stepFlops } from './stepFlops.ts';
import { interleaved } from './timing.ts';

const BASELINE = 'bench/imageBaseline.json';
const SIDE = 32;
const PARAMETERS = 3;
const BATCH = 100;
const ROWS = 2000;
const STEPS = 5;
const ROUNDS = 15;
const WARM_UP = 3;

interface Report {
  readonly machine: string;
  readonly build: string;
  /** Processes that waited for a core when the run began: above the number of cores the machine was busy. */
  readonly load: number;
  /** Fused engine, ms a step. */
  readonly stepMs: number;
  /** GFLOP/s of the bare product, and the fraction of it that the whole step reaches. */
  readonly ceiling: number;
  readonly fraction: number;
  readonly timesTfjs: number;
  /** PyTorch's time over the fused engine's, and its versions; null where it is not installed. */
  readonly timesPyTorch: number | null;
  readonly peer: unknown;
  /** Weights of ours; a peer that keeps masked ones counts those too. */
  readonly parameters: number;
}

function networkOfPicture(): NetworkSpec {
  const spec = flowSpec('standard', PARAMETERS, SIDE * SIDE);
  const picture = { kind: 'image', channels: ['flux'], height: SIDE, width: SIDE } as const;
  const embedding = shapedEmbedding(picture, false);
  if (embedding === null) throw new Error('An image of 32 x 32 pixels has no embedding of its own.');
  return { ...spec, embedding };
}

const has = (name: string): boolean => process.argv.includes(`--${name}`);

if (has('relaxed')) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
const build = wasmBuild();
const module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
await startBackend('wasm');
const [load] = loadavg();
const spec = networkOfPicture();
const [fused, tfjs] = [new WasmEngine(spec, module), new TfjsEngine(spec, 'wasm')];
for (const engine of [fused, tfjs]) prepare(engine, ROWS);
const random = new Random(2, STREAMS.minibatch);
const step = () => ({ rows: Uint32Array.from({ length: BATCH }, () => random.integer(ROWS)), learningRate: 1e-4 });
const adam = { clipNorm: 5, weightDecay: 0 };
const steps = Array.from({ length: STEPS }, step);
const bare = bareProduct(module, spec.estimator.hidden, 5e7);
const started = await Peer.start([PYTHON, 'conv_peer.py'], spec, BATCH, ROWS);
const peer = started === null ? [] : [{ name: 'peer', run: () => started.peer.train(STEPS), units: STEPS }];
const times = await interleaved(
  [
    { name: 'fused', run: async () => void (await fused.train(steps, adam)), units: STEPS },
    { name: 'bare', run: bare.run, units: 1 },
    { name: 'tfjs', run: async () => void (await tfjs.train([step()], adam)), units: 1 },
    ...peer,
  ],
  ROUNDS,
  WARM_UP,
);
await started?.peer.stop();
const ms = (name: string) => times.get(name) ?? Number.NaN;
const stepMs = ms('fused');
const ceiling = bare.flops / ms('bare') / 1e6;
const report: Report = {
  machine: `${cpus()[0].model}, Node ${process.versions.node}`,
  build,
  load,
  stepMs,
  ceiling,
  fraction: (BATCH * stepFlops(spec)) / stepMs / 1e6 / ceiling,
  timesTfjs: ms('tfjs') / stepMs,
  timesPyTorch: started === null ? null : ms('peer') / stepMs,
  peer: started?.greeting ?? null,
  parameters: parameterCount(spec),
};

function lines({
  machine,
  build: of,
  load: busy,
  stepMs: own,
  ceiling: bareRate,
  fraction,
  timesTfjs,
  timesPyTorch,
}: Report): string {
  return [
    `${machine}, ${of} build, one thread, a picture of 32 x 32, batch ${BATCH}, load ${busy.toFixed(1)}`,
    `  ${own.toFixed(2)} ms a step; ${fraction.toFixed(2)} of the bare product's ${bareRate.toFixed(1)} GFLOP/s`,
    `  TensorFlow.js takes ${timesTfjs.toFixed(1)} times as long, PyTorch ${timesPyTorch === null ? 'is absent (bench/peers/README.md)' : `${timesPyTorch.toFixed(2)} times`}`,
  ].join('\n');
}

console.log(has('json') ? JSON.stringify(report, null, 2) : lines(report));
if (has('update')) writeWhole(BASELINE, `${JSON.stringify(report, null, 2)}\n`);
else if (!has('json') && existsSync(BASELINE)) {
  console.log(`\nBaseline: ${lines(JSON.parse(readFileSync(BASELINE, 'utf8')) as Report)}`);
}
