/** A dense layer in plain float64, and its gradient: what the reference flow and the embeddings are written with. */

/** Where a layer's matrix [inputs, columns] and its biases [columns] begin in phi. */
export interface LayerPlace {
  readonly matrix: number;
  readonly bias: number;
  readonly columns: number;
}

/** input W + b, through a ReLU where `relu`. */
export function affine(
  phi: ArrayLike<number>,
  { matrix, bias, columns }: LayerPlace,
  input: ArrayLike<number>,
  relu: boolean,
): Float64Array {
  const out = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    let sum = phi[bias + column];
    for (let row = 0; row < input.length; row++) sum += input[row] * phi[matrix + row * columns + column];
    out[column] = relu ? Math.max(sum, 0) : sum;
  }
  return out;
}

/**
 * The gradient of a loss from that of the layer's output before its ReLU: of W and b into `toPhi`, which is in the order of
 * phi, and of the input.
 */
export function affineGradient(
  phi: ArrayLike<number>,
  { matrix, bias, columns }: LayerPlace,
  input: ArrayLike<number>,
  delta: ArrayLike<number>,
  toPhi: Float64Array,
): Float64Array {
  const ofInput = new Float64Array(input.length);
  for (let column = 0; column < columns; column++) {
    toPhi[bias + column] += delta[column];
    for (let row = 0; row < input.length; row++) {
      const at = matrix + row * columns + column;
      toPhi[at] += input[row] * delta[column];
      ofInput[row] += phi[at] * delta[column];
    }
  }
  return ofInput;
}

/** The gradient through a ReLU, whose output `active` is. */
export function throughRelu(gradient: ArrayLike<number>, active: ArrayLike<number>): Float64Array {
  return Float64Array.from(gradient, (value, i) => (active[i] > 0 ? value : 0));
}
