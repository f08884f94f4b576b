/**
 * Matrix products whose gradients are plain, untransposed products too. tfjs-backend-wasm runs those through XNNPACK and
 * anything transposed through a scalar loop that is over ten times slower, so the gradients here transpose first.
 */
import {
  add,
  customGrad,
  matMul,
  mul,
  ones,
  relu,
  step,
  type Tensor,
  type Tensor2D,
  transpose,
} from '@tensorflow/tfjs-core';

type Save = (tensors: Tensor[]) => void;

/**
 * x [n, in] w [in, out] + b [1, out], through a ReLU if wanted. With a mask [in, out], masked entries of the gradient are
 * zero (w must hold zeros there).
 */
export function dense(x: Tensor2D, w: Tensor2D, b: Tensor2D, mask: Tensor2D | null, withRelu: boolean): Tensor2D {
  const layer = customGrad((...args: unknown[]) => {
    const [input, weight, bias, save] = args as [Tensor2D, Tensor2D, Tensor2D, Save];
    const linear = add(matMul(input, weight), bias);
    const value = withRelu ? relu(linear) : linear;
    save(withRelu ? [input, weight, value] : [input, weight]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [savedInput, savedWeight, activation] = saved as [Tensor2D, Tensor2D, Tensor2D | undefined];
        const delta = (activation === undefined ? dy : mul(dy, step(activation))) as Tensor2D;
        const dw = matMul(transpose(savedInput), delta);
        return [
          matMul(delta, transpose(savedWeight)),
          mask === null ? dw : mul(dw, mask),
          matMul(ones([1, delta.shape[0]]), delta),
        ];
      },
    };
  });
  return layer(x, w, b) as Tensor2D;
}

/** A constant matrix, applied from the left. */
export class ConstantMatrix {
  readonly #matrix: Tensor2D;
  readonly #transposed: Tensor2D;

  /** Takes ownership of `matrix` [out, in]. */
  constructor(matrix: Tensor2D) {
    this.#matrix = matrix;
    this.#transposed = transpose(matrix);
  }

  /** matrix x, for x [in, n]. */
  times(x: Tensor2D): Tensor2D {
    const product = customGrad((...args: unknown[]) => ({
      value: matMul(this.#matrix, args[0] as Tensor2D),
      gradFunc: (dy: Tensor) => matMul(this.#transposed, dy as Tensor2D),
    }));
    return product(x) as Tensor2D;
  }

  dispose(): void {
    this.#matrix.dispose();
    this.#transposed.dispose();
  }
}
