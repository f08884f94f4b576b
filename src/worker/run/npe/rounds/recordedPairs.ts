/** Passes pairs on and keeps those of the training stream: a round that follows trains on them once more. */
import { STREAMS } from '../../../../inference/math/random.ts';
import { joined } from '../../../../inference/math/rows.ts';
import type { Pairs } from '../../../../inference/training/trainingSet.ts';
import type { PairSource } from '../../../pool/simulationFeed.ts';
import type { PairSet } from './regionPairs.ts';

export class RecordedPairs implements PairSource {
  readonly #pairs: PairSource;
  readonly #chunks: Pairs[] = [];

  constructor(pairs: PairSource) {
    this.#pairs = pairs;
  }

  get missing(): string | null {
    return this.#pairs.missing ?? null;
  }

  get likelihoods(): PairSource['likelihoods'] {
    return this.#pairs.likelihoods?.bind(this.#pairs);
  }

  async *simulate(...asked: Parameters<PairSource['simulate']>): AsyncGenerator<Pairs, void, void> {
    const [, , stream] = asked;
    for await (const chunk of this.#pairs.simulate(...asked)) {
      if (stream === STREAMS.simulation) this.#chunks.push(chunk);
      yield chunk;
    }
  }

  /** The training pairs so far, in their order. */
  get kept(): PairSet {
    const chunks = this.#chunks.toSorted((a, b) => a.from - b.from);
    return { theta: joined(chunks.map(({ theta }) => theta)), s: joined(chunks.map(({ s }) => s)) };
  }
}
