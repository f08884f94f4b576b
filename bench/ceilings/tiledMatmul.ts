/**
 * The bare matrix product on WebGPU that the fused kernels are compared with: a textbook WGSL kernel, workgroups of 8 x 8
 * threads, tiles of 32 x 32 in workgroup memory, 4 x 4 results a thread in registers. At the shape of a layer it says what a
 * device gives to plain code, launches included.
 */
import {
  bind,
  compiled,
  type GpuBuffer,
  type GpuDevice,
  type GpuPipeline,
  readBack,
  storage,
} from '../../src/inference/flow/engines/webgpu/gpu.ts';

/** `count` independent products [rows, inner] x [inner, columns], all in one dispatch. */
export interface MatmulShape {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly count: number;
}

/** Results of a workgroup along rows and columns; inputs that it stages at once. */
const TILE = 32;
const DEPTH = 16;
const THREADS = 8;

function matmulCode({ rows, inner, columns }: MatmulShape): string {
  return `
@group(0) @binding(0) var<storage, read> left: array<f32>;
@group(0) @binding(1) var<storage, read> right: array<f32>;
@group(0) @binding(2) var<storage, read_write> product: array<f32>;
const ROWS = ${rows}u;
const INNER = ${inner}u;
const COLUMNS = ${columns}u;
// Four rows of the left (columns of the right) side by side: [DEPTH, TILE / 4].
var<workgroup> leftTile: array<vec4f, ${(DEPTH * TILE) / 4}>;
var<workgroup> rightTile: array<vec4f, ${(DEPTH * TILE) / 4}>;
@compute @workgroup_size(${THREADS}, ${THREADS})
fn main(@builtin(local_invocation_id) at: vec3u, @builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  let leftAt = group.z * ROWS * INNER;
  let rightAt = group.z * INNER * COLUMNS;
  let firstRow = group.y * ${TILE}u;
  let firstColumn = group.x * ${TILE}u;
  var sums = array<vec4f, 4>();
  for (var start = 0u; start < INNER; start += ${DEPTH}u) {
    for (var item = thread; item < ${(DEPTH * TILE) / 4}u; item += ${THREADS * THREADS}u) {
      let k = start + item / ${TILE / 4}u;
      var l = vec4f();
      var r = vec4f();
      for (var lane = 0u; lane < 4u; lane++) {
        let place = 4u * (item % ${TILE / 4}u) + lane;
        if (k < INNER && firstRow + place < ROWS) { l[lane] = left[leftAt + (firstRow + place) * INNER + k]; }
        if (k < INNER && firstColumn + place < COLUMNS) { r[lane] = right[rightAt + k * COLUMNS + firstColumn + place]; }
      }
      leftTile[item] = l;
      rightTile[item] = r;
    }
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k++) {
      let l = leftTile[k * ${TILE / 4}u + at.y];
      let r = rightTile[k * ${TILE / 4}u + at.x];
      sums[0] += l.x * r;
      sums[1] += l.y * r;
      sums[2] += l.z * r;
      sums[3] += l.w * r;
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i++) {
    let row = firstRow + 4u * at.y + i;
    for (var j = 0u; j < 4u; j++) {
      let column = firstColumn + 4u * at.x + j;
      if (row < ROWS && column < COLUMNS) { product[(group.z * ROWS + row) * COLUMNS + column] = sums[i][j]; }
    }
  }
}
`;
}

export class TiledMatmul {
  /** Floating-point operations of one repetition. */
  readonly flops: number;
  readonly #device: GpuDevice;
  readonly #shape: MatmulShape;
  readonly #pipeline: GpuPipeline;
  readonly #left: GpuBuffer;
  readonly #right: GpuBuffer;
  readonly #product: GpuBuffer;
  readonly #group: object;

  private constructor(device: GpuDevice, shape: MatmulShape, pipeline: GpuPipeline) {
    const { rows, inner, columns, count } = shape;
    this.flops = 2 * rows * inner * columns * count;
    this.#device = device;
    this.#shape = shape;
    this.#pipeline = pipeline;
    this.#left = storage(device, count * rows * inner);
    this.#right = storage(device, count * inner * columns);
    this.#product = storage(device, count * rows * columns);
    this.#group = bind(device, pipeline, [this.#left, this.#right, this.#product]);
  }

  /** @throws Error when the device cannot compile it */
  static async on(device: GpuDevice, shape: MatmulShape): Promise<TiledMatmul> {
    return new TiledMatmul(device, shape, await compiled(device, matmulCode(shape)));
  }

  /** The products [count, rows, columns] of left [count, rows, inner] and right [count, inner, columns]. */
  async product(left: Float32Array, right: Float32Array): Promise<Float32Array> {
    const { rows, columns, count } = this.#shape;
    this.#device.queue.writeBuffer(this.#left, 0, left);
    this.#device.queue.writeBuffer(this.#right, 0, right);
    this.#submit(1);
    return readBack(this.#device, this.#product, count * rows * columns);
  }

  /** Does the work `repeat` times in one submission, one dispatch each, and waits until the device is done. */
  async run(repeat: number): Promise<void> {
    this.#submit(repeat);
    await readBack(this.#device, this.#product, 4);
  }

  dispose(): void {
    for (const buffer of [this.#left, this.#right, this.#product]) buffer.destroy();
  }

  #submit(repeat: number): void {
    const { rows, columns, count } = this.#shape;
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#group);
    for (let i = 0; i < repeat; i++) {
      pass.dispatchWorkgroups(Math.ceil(columns / TILE), Math.ceil(rows / TILE), count);
    }
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }
}
