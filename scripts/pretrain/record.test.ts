import { expect, it } from 'vitest';
import { digestOf, readRecord, type TrainingRecord, writeRecord } from './record.ts';

const run = { losses: Float32Array.of(1.5, -0, Number.NaN, 1e-38), weights: 'w', validations: 'v', end: null };
const record: TrainingRecord = {
  network: 'n',
  loss: 0.1 + 0.2,
  runs: { start: run, short: { ...run, end: { reason: 'budget', bestStep: 3 } }, stopping: run },
  made: 'wasm; Node 20',
};

it('a record is read as it was written, to the last bit', () => {
  expect(readRecord(writeRecord(record))).toEqual(record);
});

it('a digest is of the bytes of the numbers alone', () => {
  // printf '\x00\x00\x80\x3f' | sha256sum
  expect(digestOf(Float32Array.of(1))).toBe('e00e5eb9444182f352323374ef4e08ebcb784725fdd4fd612d7730540b3e0c8c');
  expect(digestOf(Float32Array.of(2, 1, 2).subarray(1, 2))).toBe(digestOf(Float32Array.of(1)));
  expect(digestOf(Float32Array.of(0))).not.toBe(digestOf(Float32Array.of(-0)));
});
