/**
 * Which rows every step trains on: a function of (seed, step) alone. While the simulations of the first epoch stream in,
 * step t draws with replacement from a prefix whose length depends on t; once all are there, every epoch is a permutation.
 * Without `fresh`, all epochs go through the pairs of the first; with it, each one after the streaming has its own.
 * Members draw one after the other from the step's random sequence, so that the first sees what a single network would.
 */
import { Random, STREAMS } from '../math/random.ts';
import type { TrainingSettings } from './settings.ts';
import type { TrainingSet } from './trainingSet.ts';

/** New pairs of the prefix per training step, in batches: lets cheap simulators stream and slow ones not be waited for. */
const PREFIX_GROWTH = 0.5;
/** Epoch permutations use indices beyond every step's, so that no batch shares its random numbers. */
const FIRST_EPOCH_INDEX = 2 ** 31;

type BatchSettings = Pick<TrainingSettings, 'batchSize' | 'fresh' | 'members' | 'validationFraction'>;

export class Minibatches {
  /** Steps of an epoch; the pairs that are too few for another batch are left out. */
  readonly stepsPerEpoch: number;
  /** The first step that has all pairs of the first epoch. */
  readonly streamed: number;
  readonly #settings: BatchSettings;
  readonly #data: TrainingSet;
  readonly #random: Random;
  readonly #growth: number;
  #orders: readonly Uint32Array[] = [];
  #orderEpoch = -1;

  constructor(settings: BatchSettings, data: TrainingSet, seed: number) {
    const { batchSize, fresh, validationFraction } = settings;
    this.#settings = settings;
    this.#data = data;
    this.#random = new Random(seed, STREAMS.minibatch);
    // Pairs that train in one epoch only are not drawn again and again while others are awaited.
    this.#growth = batchSize * (fresh ? 1 / (1 - validationFraction) : PREFIX_GROWTH);
    this.stepsPerEpoch = Math.max(1, Math.floor(data.trainingPairs / batchSize));
    let step = Math.floor((data.size - data.firstPairs) / this.#growth);
    while (this.prefix(step) < data.size) step++;
    this.streamed = step;
  }

  /** Pairs of the first epoch that a step may draw from. */
  prefix(step: number): number {
    return Math.min(this.#data.size, this.#data.firstPairs + Math.floor(step * this.#growth));
  }

  /** Which pairs a step draws from: 0, those of the training set; e > 0, those of fresh epoch e. */
  source(step: number): number {
    return this.#settings.fresh && step >= this.streamed ? 1 + this.#epochAfterStreaming(step) : 0;
  }

  /** Rows [M, B] of a step; of the training set, or of its fresh epoch. */
  rows(step: number): Uint32Array {
    const { batchSize, members } = this.#settings;
    const data = this.#data;
    if (step < this.streamed) {
      const pairs = data.trainingAmong(this.prefix(step));
      this.#random.at(STREAMS.minibatch, step);
      return Uint32Array.from({ length: members * batchSize }, () => data.trainingPair(this.#random.integer(pairs)));
    }
    const orders = this.#ordersOf(this.#epochAfterStreaming(step));
    const from = ((step - this.streamed) % this.stepsPerEpoch) * batchSize;
    const size = Math.min(batchSize, data.trainingPairs - from);
    const rows = new Uint32Array(members * size);
    for (const [member, order] of orders.entries()) rows.set(order.subarray(from, from + size), member * size);
    return rows;
  }

  #epochAfterStreaming(step: number): number {
    return Math.floor((step - this.streamed) / this.stepsPerEpoch);
  }

  /** The permutation of every member. */
  #ordersOf(epoch: number): readonly Uint32Array[] {
    if (epoch === this.#orderEpoch) return this.#orders;
    const { fresh, members } = this.#settings;
    const data = this.#data;
    this.#random.at(STREAMS.minibatch, FIRST_EPOCH_INDEX + epoch);
    this.#orders = Array.from({ length: members }, () => {
      const order = this.#random.permutation(data.trainingPairs);
      return fresh ? order : order.map((place) => data.trainingPair(place));
    });
    this.#orderEpoch = epoch;
    return this.#orders;
  }
}
