/** An engine that is ready to be timed: fresh weights, the same for each member, and normal numbers for data. */
import type { FlowEngine } from '../src/inference/flow/engines/engine.ts';
import { fill } from '../src/inference/flow/testing/trials.ts';
import { initialise } from '../src/inference/flow/initialise.ts';
import { Random, STREAMS } from '../src/inference/math/random.ts';

export function prepare(engine: FlowEngine, rows: number): void {
  const { spec, members } = engine;
  const random = new Random(1, STREAMS.simulation);
  const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
  const phi = initialise(spec, new Random(1, STREAMS.weights));
  const all = new Float32Array(members * phi.length);
  for (let member = 0; member < members; member++) all.set(phi, member * phi.length);
  engine.setParameters(all);
  fill(engine, { size: rows, z: normals(rows * spec.dim), context: normals(rows * spec.context) });
}
