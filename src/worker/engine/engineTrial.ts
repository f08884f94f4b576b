/**
 * An engine on trial: it takes steps of the very flow that a study trains, on random data, for some tens of milliseconds.
 * A driver that compiles a kernel wrongly, or not at all, gives numbers all the same: the first loss is compared with the
 * float64 reference before anything is timed.
 */
import type { Batch, FlowEngine } from '../../inference/flow/engines/engine.ts';
import { initialise } from '../../inference/flow/initialise.ts';
import { ReferenceFlow } from '../../inference/flow/referenceFlow.ts';
import type { NetworkSpec } from '../../inference/flow/spec.ts';
import { Random, STREAMS } from '../../inference/math/random.ts';
import type { MakeEngine } from './engines.ts';

/** What the time of a step depends on. */
export interface StudyShape {
  readonly spec: NetworkSpec;
  readonly batchSize: number;
  /** M, flows that are trained together. */
  readonly members: number;
}

/** Time that the timed calls take together, ms. Of the first half compilers and caches are still warming up. */
const TRIAL_MS = 60;
/** Calls that a slow engine is timed by, and the time that they take together at most, ms: what it tells of a run is told to the user. */
const SLOW_CALLS = 3;
const SLOW_TRIAL_MS = 1000;
/** A call that takes so long is not lost in overhead, ms; shorter ones are doubled. */
const CALL_MS = 12;
const MOST_STEPS = 64;
/** Rows of the minibatch that is compared with the reference, which takes a millisecond for each of a large flow. */
const CHECK_ROWS = 12;
/** Largest error of the first loss, nats: far above float32's, far below that of a wrong kernel. */
const LOSS_TOLERANCE = 0.01;

/**
 * Milliseconds a step takes, the least of a few calls: other work can only add to it.
 * @param now a clock in milliseconds
 * @throws Error with a sentence when the engine fails, or its first loss is not the reference's
 */
export async function trial(make: MakeEngine, shape: StudyShape, now: () => number): Promise<number> {
  const { spec, batchSize, members } = shape;
  const random = new Random(0, STREAMS.weights);
  const engine = make(spec, members);
  try {
    const phis = Array.from({ length: members }, () => initialise(spec, random));
    const phi = new Float32Array(members * phis[0].length);
    for (const [m, own] of phis.entries()) phi.set(own, m * own.length);
    engine.setParameters(phi);
    const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
    const size = Math.max(batchSize, CHECK_ROWS);
    const data = { size, z: normals(size * spec.dim), context: normals(size * spec.context) };
    engine.reserve(size);
    engine.store(0, data);
    await checkLosses(engine, phis, data);
    return await time(engine, batchSize, now);
  } finally {
    engine.dispose();
  }
}

/** Takes so many steps in one call, so that a GPU is read back once, as in training. */
function take(engine: FlowEngine, batchSize: number, steps: number): Promise<Float32Array> {
  const rows = Uint32Array.from({ length: engine.members * batchSize }, (_, row) => row % batchSize);
  return engine.train(
    Array.from({ length: steps }, () => ({ rows, learningRate: 1e-4 })),
    { clipNorm: 5, weightDecay: 0 },
  );
}

async function time(engine: FlowEngine, batchSize: number, now: () => number): Promise<number> {
  let [steps, best, spent] = [1, Number.POSITIVE_INFINITY, 0];
  for (let calls = 0; spent < TRIAL_MS || (calls < SLOW_CALLS && spent < SLOW_TRIAL_MS); calls++) {
    const start = now();
    await take(engine, batchSize, steps);
    const ms = now() - start;
    best = Math.min(best, ms / steps);
    spent += ms;
    if (ms < CALL_MS) steps = Math.min(MOST_STEPS, 2 * steps);
  }
  return best;
}

async function checkLosses(engine: FlowEngine, phis: readonly Float32Array[], { z, context }: Batch): Promise<void> {
  const { dim, context: width } = engine.spec;
  const losses = await take(engine, CHECK_ROWS, 1);
  for (const [member, phi] of phis.entries()) {
    const reference = new ReferenceFlow(engine.spec, phi);
    let sum = 0;
    for (let row = 0; row < CHECK_ROWS; row++) {
      const c = context.subarray(row * width, (row + 1) * width);
      sum -= reference.logDensity(z.subarray(row * dim, (row + 1) * dim), c);
    }
    const expected = sum / CHECK_ROWS;
    if (Math.abs(losses[member] - expected) < LOSS_TOLERANCE) continue;
    throw new Error(
      `gave a loss of ${losses[member].toFixed(4)} where ${expected.toFixed(4)} is right, so it cannot be trusted here`,
    );
  }
}
