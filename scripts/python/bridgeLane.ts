/** The page's side of the bridge against the real program: the same pairs in any pieces, and after `kill -9` in the middle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { BridgeLine, type BridgeLink } from '../../src/worker/pool/remote/bridgeConnection.ts';
import { bridgeDeclaration, readBridgeLink } from '../../src/worker/pool/remote/bridgeDeclaration.ts';
import { BridgeRefusal } from '../../src/worker/pool/remote/bridgeRefusal.ts';
import { remoteTasks } from '../../src/worker/pool/remote/remoteTasks.ts';
import { InProcessWorker } from '../../src/worker/testing/inProcessWorker.ts';
import type { Part } from './tally.ts';

const TOKEN = 'a-key_of.ours';
const PAIRS = 3072;
/** Of them, when the program is killed. */
const KILLED_AT = 0.4 * PAIRS;

/** Fails now and then, and takes a millisecond, so that there is a middle. */
const SIMULATOR = (batch: boolean) => `import time
import numpy as np
name = "Lane"
batch = ${batch ? 'True' : 'False'}
parameters = {"m": ("normal", 0, 1), "s": ("uniform", 0.5, 2)}
def simulate(theta, rng):
    m, s = np.atleast_1d(theta["m"]), np.atleast_1d(theta["s"])
    time.sleep(0.0005 * len(m))
    x = m[:, None] + s[:, None] * rng.standard_normal((len(m), 3))
    x[m > 1.5] = np.nan
    return x if batch else x[0]
`;

export async function checkLanes(python: string, folder: string, tally: Part): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const batch of [false, true]) await checkLane(python, folder, batch, tally);
}

async function checkLane(python: string, folder: string, batch: boolean, tally: Part): Promise<void> {
  const file = join(folder, batch ? 'lane_batch.py' : 'lane_pairs.py');
  writeFileSync(file, SIMULATOR(batch));
  const name = batch ? 'batch' : 'pairs';
  let program = await started(python, file, 0);
  try {
    const { remote, work } = await bridgeDeclaration(program.link);
    const catalogue = new SystemCatalogue();
    const system = catalogue.define({ kind: 'remote', ...remote });
    const problem = defaultProblem(system);
    const pool = new SimulationPool(catalogue, {
      makeWorker: () => {
        throw new Error('No other worker is needed.');
      },
      size: 1,
      makeRemote: () => new InProcessWorker(remoteTasks(new SystemCatalogue(), new BridgeLine())),
    });
    pool.connect({ ...program.link, workers: work.workers });
    const pairs = async (from: number, count: number, atChunk: (done: number) => Promise<void> = async () => {}) => {
      const theta = new Float64Array(2 * count);
      const s = new Float64Array(3 * count);
      let [done, failed] = [0, 0];
      for await (const chunk of pool.simulate(problem, 3, 0, from, count)) {
        theta.set(chunk.theta, 2 * (chunk.from - from));
        s.set(chunk.s, 3 * (chunk.from - from));
        failed += chunk.failed ?? 0;
        done += chunk.count;
        await atChunk(done);
      }
      return { numbers: [...theta, ...s], failed };
    };
    const whole = await pairs(0, PAIRS);
    tally.check(`${name}: all are numbers`, whole.numbers.every(Number.isFinite), 'some are not');
    // P(m > 1.5) = 0.067 of attempts.
    const share = whole.failed / (whole.failed + PAIRS);
    tally.check(`${name}: failures are those of the prior`, Math.abs(share - 0.0668) < 0.012, `${share}`);
    const [first, rest] = [await pairs(0, 700), await pairs(700, 900)];
    const parts = [first, rest];
    const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((v, i) => v === b[i]);
    const [thetas, data] = [
      parts.flatMap(({ numbers }) => numbers.slice(0, (2 * numbers.length) / 5)),
      parts.flatMap(({ numbers }) => numbers.slice((2 * numbers.length) / 5)),
    ];
    tally.check(
      `${name}: pieces are the whole`,
      same(thetas, whole.numbers.slice(0, 3200)) && same(data, whole.numbers.slice(2 * PAIRS, 2 * PAIRS + 4800)),
      'they differ',
    );
    let killed = false;
    const { port } = program.link;
    const again = await pairs(0, PAIRS, async (done) => {
      if (killed || done < KILLED_AT) return;
      killed = true;
      await ended(program.child);
      program = await started(python, file, port);
    });
    tally.check(
      `${name}: kill -9 in the middle changes nothing`,
      killed && same(again.numbers, whole.numbers),
      'it did',
    );
    const refused = await bridgeDeclaration({ ...program.link, token: 'another' }).catch((cause: unknown) => cause);
    tally.check(
      `${name}: another key is refused, and told`,
      refused instanceof BridgeRefusal && refused.message.startsWith('The key is not that of this bridge'),
      String(refused),
    );
    pool.terminate();
  } finally {
    await ended(program.child);
  }
}

async function started(
  python: string,
  file: string,
  port: number,
): Promise<{ readonly child: ChildProcess; readonly link: BridgeLink }> {
  const bridge = join(process.cwd(), 'public', 'posterior_bridge.py');
  const child = spawn(python, [bridge, file, '--port', String(port), '--token', TOKEN, '--workers', '2']);
  let said = '';
  const link = await new Promise<BridgeLink>((resolve, reject) => {
    const hear = (text: Buffer) => {
      said += text.toString();
      const printed = /http\S+#bridge=\S+/.exec(said);
      const read = printed === null ? null : readBridgeLink(printed[0]);
      if (read !== null) resolve(read);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`The bridge ended: ${said}`)));
  });
  return { child, link };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    }
  });
}
