/**
 * The flat parameter vector phi as named tensors, one a matrix or bias of the layout table, and back. What comes back may
 * come from a stranger's file: shapes, numbers and masks are checked, for a weight that should be masked would let a
 * parameter see those after it, and the densities would no longer integrate to one.
 */
import type { Tensor } from '../files/safetensors.ts';
import { layout, parameterCount } from './layout.ts';
import { maskOf, masks } from './masks.ts';
import type { NetworkSpec } from './spec.ts';

/** @param phi [P], or a vector that belongs to it entry by entry, such as a moment of the optimiser */
export function namedWeights(spec: NetworkSpec, phi: Float32Array): [name: string, tensor: Tensor][] {
  return layout(spec).map(({ name, offset, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return [name, { shape, data: phi.subarray(offset, offset + size) }];
  });
}

/**
 * @param find the tensor of a name
 * @returns phi [P], or what is wrong with a tensor, without its name and a full stop
 */
export function flatWeights(
  spec: NetworkSpec,
  find: (name: string) => Tensor | undefined,
): Float32Array | { readonly name: string; readonly problem: string } {
  const phi = new Float32Array(parameterCount(spec));
  const all = masks(spec);
  for (const { name, offset, shape } of layout(spec)) {
    const tensor = find(name);
    if (tensor === undefined) return { name, problem: 'is missing' };
    const { data } = tensor;
    if (!(data instanceof Float32Array) || tensor.shape.join() !== shape.join()) {
      const problem = `has shape [${tensor.shape.join(', ')}]; this network takes float32 of [${shape.join(', ')}]`;
      return { name, problem };
    }
    const bad = data.findIndex((weight) => !Number.isFinite(weight));
    if (bad >= 0) return { name, problem: `holds ${data[bad]} at ${bad}; every number must be finite` };
    const mask = maskOf(all, name);
    const open = mask === null ? -1 : data.findIndex((weight, i) => mask[i] === 0 && weight !== 0);
    if (open >= 0) return { name, problem: `holds ${data[open]} at ${open}, where the network has no connection` };
    phi.set(data, offset);
  }
  return phi;
}
