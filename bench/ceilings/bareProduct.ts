/** The bare matrix product in WebAssembly that the fused kernels are compared with, at the shape of a hidden layer. */
import type { WasmModule } from '../../src/inference/flow/engines/wasm/wasmModule.ts';

const SAMPLES = 72;
/** Below lies what the compiler put there. */
const FIRST_BYTE = 65_536;

/**
 * A product [H, H] by [H, 72 samples], in a memory of its own.
 * @param atLeast floating-point operations of one run, which repeats the product so often
 */
export function bareProduct(
  module: WasmModule,
  hidden: number,
  atLeast: number,
): { readonly run: () => void; readonly flops: number } {
  const kernels = module.instantiate();
  const [weights, panel] = [4 * hidden * hidden, 4 * hidden * SAMPLES];
  kernels.memory.grow(Math.ceil((FIRST_BYTE + weights + 2 * panel + 4 * hidden) / 65_536));
  const x = FIRST_BYTE + weights;
  const flops = 2 * hidden * hidden * SAMPLES;
  const repeat = Math.ceil(atLeast / flops);
  return {
    run: () => kernels.bareProduct(FIRST_BYTE, x, x + 2 * panel, x + panel, hidden, hidden / 4, SAMPLES / 8, repeat),
    flops: flops * repeat,
  };
}
