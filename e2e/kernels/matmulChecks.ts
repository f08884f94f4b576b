/** The bare matrix product of the benchmarks against a plain loop, in a browser. The webgpu backend must be set. */
import { type MatmulShape, TiledMatmul } from '../../bench/ceilings/tiledMatmul.ts';
import { backendDevice } from '../../src/inference/flow/engines/webgpu/gpuBackend.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';

/** Largest error of an entry, after `run` has done the work many times over. */
export async function compareMatmul(shape: MatmulShape): Promise<number> {
  const { rows, inner, columns, count } = shape;
  const random = new Random(1, STREAMS.base);
  const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
  const [left, right] = [normals(count * rows * inner), normals(count * inner * columns)];
  const matmul = await TiledMatmul.on(backendDevice(), shape);
  await matmul.run(3);
  const got = await matmul.product(left, right);
  matmul.dispose();
  let error = 0;
  for (const [at, value] of got.entries()) {
    const [n, row, column] = [Math.floor(at / (rows * columns)), Math.floor(at / columns) % rows, at % columns];
    let want = 0;
    for (let k = 0; k < inner; k++) {
      want += left[(n * rows + row) * inner + k] * right[(n * inner + k) * columns + column];
    }
    error = Math.max(error, Math.abs(value - want));
  }
  return error;
}
