/**
 * The fused op of TensorFlow.js against the flow in plain ops, with a small dense network in front: gradients of both must
 * agree. The webgpu backend must be set.
 */
import {
  grads,
  matMul,
  mean,
  memory,
  neg,
  type Scalar,
  tanh,
  type Tensor,
  type Tensor1D,
  tensor1d,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Batch } from '../../src/inference/flow/engines/engine.ts';
import { FlowOps } from '../../src/inference/flow/engines/tfjs/flowOps.ts';
import { someBatch } from '../../src/inference/flow/testing/trials.ts';
import { disposeFlowOps, flowLogDensity } from '../../src/inference/flow/engines/webgpu/flowOp.ts';
import { randomNetwork } from '../../src/inference/flow/testing/randomNetwork.ts';
import type { NetworkSpec } from '../../src/inference/flow/spec.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';

/** A small dense network of TensorFlow.js in front of the flow: its own and the flow's gradients, by `density`. */
function embeddedGradients(
  spec: NetworkSpec,
  batch: Batch,
  density: (phi: Tensor1D, z: Tensor2D, context: Tensor2D) => Tensor1D,
): Promise<readonly Float32Array[]> {
  const observed = 6;
  const random = new Random(7, STREAMS.weights);
  const normals = (n: number) => Float32Array.from({ length: n }, () => 0.5 * random.normal());
  const parts = tidy(() => {
    const z = tensor2d(batch.z, [batch.size, spec.dim]);
    const x = tensor2d(normals(batch.size * observed), [batch.size, observed]);
    const matrix = tensor2d(normals(observed * spec.context), [observed, spec.context]);
    const phi = tensor1d(randomNetwork(spec, 21));
    const loss = (m: Tensor, p: Tensor): Scalar => {
      const summaries = tanh(matMul(x, m as Tensor2D));
      return neg(mean(density(p as Tensor1D, z, summaries as Tensor2D)));
    };
    return grads(loss)([matrix, phi]);
  });
  return Promise.all(
    parts.map(async (part) => {
      const values = Float32Array.from(await part.data());
      part.dispose();
      return values;
    }),
  );
}

/**
 * Largest differences, relative to the largest entry, between the gradients through the fused op and through plain ops:
 * of the network in front, and of the flow's parameters. The webgpu backend must be set.
 */
export async function compareOp(
  spec: NetworkSpec,
): Promise<{ readonly front: number; readonly phi: number; readonly leaked: number }> {
  const batch = someBatch(spec, 13, 4);
  const plainOps = new FlowOps(spec);
  const expected = await embeddedGradients(spec, batch, (phi, z, c) => plainOps.logDensity(phi, z, c));
  const before = memory().numTensors;
  const got = await embeddedGradients(spec, batch, (phi, z, c) => flowLogDensity(spec, phi, z, c));
  const leaked = memory().numTensors - before;
  plainOps.dispose();
  disposeFlowOps();
  const [front, phi] = expected.map((want, k) => {
    const size = Math.max(...want.map(Math.abs));
    return Math.max(...want.map((value, i) => Math.abs(value - got[k][i]))) / size;
  });
  return { front, phi, leaked };
}
