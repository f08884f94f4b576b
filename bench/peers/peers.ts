/**
 * `npm run bench:peers [-- --update]`: a training step of the fused engine on one thread beside the same flow in other packages
 * (README.md here), which run as processes of their own and take turns with it. All are counted in processor time on one thread.
 * Prints a table of medians and ratios; --update replaces the committed baseline, --json prints the numbers.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { WasmEngine } from '../../src/inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, wasmBuild } from '../../src/inference/flow/engines/wasm/wasmModule.ts';
import { type FlowPreset, flowSpec } from '../../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { aligned } from '../aligned.ts';
import { prepare } from '../prepare.ts';
import { FOLDER, Peer, type PeerProgram, PYTHON } from './peer.ts';
import { interleaved } from '../timing.ts';
import { writeWhole } from '../../scripts/wholeFile.mjs';

const BASELINE = `${FOLDER}/baseline.json`;
const CONTEXT = 10;
const BATCH = 200;
const ROWS = 10_000;
const ROUNDS = 9;
const WARM_UP = 2;
/** Steps in one turn: ours is short beside the others'. */
const OUR_STEPS = 20;
const PEER_STEPS = 3;

const PEERS: Readonly<Record<string, PeerProgram>> = {
  nflows: [PYTHON, 'nflows_peer.py'],
  sbi: [PYTHON, 'sbi_peer.py'],
  zuko: [PYTHON, 'zuko_peer.py'],
  'jax-js': [process.execPath, 'jaxjs_peer.mjs'],
};

interface PeerResult {
  readonly peer: string;
  /** Package and version; null where it is not installed. */
  readonly name: string | null;
  readonly parameters: number | null;
  /** ms a step, and that over ours. */
  readonly stepMs: number | null;
  readonly ratio: number | null;
}

interface Result {
  readonly preset: FlowPreset;
  readonly dim: number;
  readonly stepMs: number;
  readonly peers: readonly PeerResult[];
}

interface Report {
  readonly machine: string;
  readonly build: string;
  readonly results: readonly Result[];
}

async function measure(preset: FlowPreset, dim: number): Promise<Result> {
  const spec = flowSpec(preset, dim, CONTEXT);
  const engine = new WasmEngine(spec, module);
  prepare(engine, ROWS);
  const random = new Random(2, STREAMS.minibatch);
  const steps = Array.from({ length: OUR_STEPS }, () => ({
    rows: Uint32Array.from({ length: BATCH }, () => random.integer(ROWS)),
    learningRate: 1e-4,
  }));
  const peers = await Promise.all(
    Object.keys(PEERS).map(async (key) => ({ key, started: await Peer.start(PEERS[key], spec, BATCH, ROWS) })),
  );
  const there = peers.flatMap(({ key, started }) => (started === null ? [] : [{ key, peer: started.peer }]));
  const times = await interleaved(
    [
      {
        name: 'ours',
        run: async () => void (await engine.train(steps, { clipNorm: 5, weightDecay: 0 })),
        units: OUR_STEPS,
      },
      ...there.map(({ key, peer }) => ({ name: key, run: () => peer.train(PEER_STEPS), units: PEER_STEPS })),
    ],
    ROUNDS,
    WARM_UP,
  );
  await Promise.all(there.map(({ peer }) => peer.stop()));
  engine.dispose();
  const stepMs = times.get('ours') ?? Number.NaN;
  return {
    preset,
    dim,
    stepMs,
    peers: peers.map(({ key, started }): PeerResult => {
      const peerMs = times.get(key);
      if (started === null || peerMs === undefined) {
        return { peer: key, name: null, parameters: null, stepMs: null, ratio: null };
      }
      return { peer: key, ...started.greeting, stepMs: peerMs, ratio: peerMs / stepMs };
    }),
  };
}

function table({ machine, build, results }: Report): string {
  const keys = Object.keys(PEERS);
  const cells = results.map(({ preset, dim, stepMs, peers }) => [
    preset,
    `${dim}`,
    stepMs.toFixed(2),
    ...peers.map(({ stepMs: ms, ratio }) =>
      ms === null || ratio === null ? 'absent' : `${ms.toFixed(1)} (x ${ratio.toFixed(1)})`,
    ),
  ]);
  const lines = [['preset', 'D', 'ours, ms/step', ...keys], ...cells];
  const names = keys.map((key, at) => `${key}: ${results[0].peers[at].name ?? `absent (see ${FOLDER}/README.md)`}`);
  return [`${machine}, ${build} build, one thread, batch ${BATCH}`, ...aligned(lines), ...names].join('\n');
}

const has = (name: string): boolean => process.argv.includes(`--${name}`);

const build = wasmBuild();
const module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
const results: Result[] = [];
for (const preset of ['small', 'standard', 'large'] as const) {
  for (const dim of [2, 5]) results.push(await measure(preset, dim));
}
const report: Report = { machine: `${cpus()[0].model}, Node ${process.versions.node}`, build, results };
console.log(has('json') ? JSON.stringify(report, null, 2) : table(report));
if (has('update')) writeWhole(BASELINE, `${JSON.stringify(report, null, 2)}\n`);
else if (!has('json') && existsSync(BASELINE)) {
  console.log(`\nBaseline: ${table(JSON.parse(readFileSync(BASELINE, 'utf8')) as Report)}`);
}
