/**
 * The weights of a trained network as a safetensors file: each matrix and bias under its name in flow/layout.ts, which also
 * says what is computed with them, with `member.<m>.` in front; `standardisation.mean` and `standardisation.sd` [C], float64 (inputs are
 * rounded to multiples of 2^-16 after it);
 * the rest of what is to be known in the metadata (networkCard.ts), each entry JSON.
 */
import { type Tensor, writeSafetensors } from '../files/safetensors.ts';
import { layout } from '../flow/layout.ts';
import { cardMetadata, type NetworkCard } from './networkCard.ts';
import type { TrainedNetwork } from './trainedNetwork.ts';

export function weightsFile(network: TrainedNetwork, card: NetworkCard): Uint8Array<ArrayBuffer> {
  const { spec, phi, members, standardisation } = network;
  const { mean, sd } = standardisation;
  const tensors = new Map<string, Tensor>([
    ['standardisation.mean', { shape: [mean.length], data: mean }],
    ['standardisation.sd', { shape: [sd.length], data: sd }],
  ]);
  const each = phi.length / members;
  for (let member = 0; member < members; member++) {
    for (const { name, offset, shape } of layout(spec)) {
      const size = shape.reduce((product, length) => product * length, 1);
      const from = member * each + offset;
      tensors.set(`member.${member}.${name}`, { shape, data: phi.subarray(from, from + size) });
    }
  }
  return writeSafetensors({ tensors, metadata: new Map(Object.entries(cardMetadata(card))) });
}
