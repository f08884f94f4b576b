import { describe, expect, it } from 'vitest';
import { type LabelledRows, logisticFit, logit, sigmoid } from './logistic.ts';
import { Random, STREAMS } from './random.ts';

/** n rows (1, x) with P(label 1) = sigmoid(a + b x). */
function sample(n: number, a: number, b: number): LabelledRows {
  const random = new Random(3, STREAMS.reference);
  const rows = new Float64Array(2 * n);
  const labels = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    rows.set([1, x], 2 * i);
    labels[i] = random.uniform() < sigmoid(a + b * x) ? 1 : 0;
  }
  return { rows, labels, width: 2 };
}

describe('the logistic regression', () => {
  it('finds the weights that made the labels', () => {
    const [a, b] = logisticFit(sample(20_000, 0.5, -1.5), 1e-3);
    // Standard errors 0.017 and 0.023: four of them.
    expect(Math.abs(a - 0.5)).toBeLessThan(0.07);
    expect(Math.abs(b + 1.5)).toBeLessThan(0.1);
  });

  it('ends where the gradient of the penalised likelihood is zero, from wherever it starts', () => {
    const data = sample(300, 0, 2);
    const weights = logisticFit(data, 5);
    const gradient = [-5 * weights[0], -5 * weights[1]];
    for (let i = 0; i < 300; i++) {
      const error = data.labels[i] - sigmoid(logit(weights, data.rows, i));
      for (let j = 0; j < 2; j++) gradient[j] += error * data.rows[2 * i + j];
    }
    for (const entry of gradient) expect(Math.abs(entry)).toBeLessThan(0.03);
    const far = logisticFit(data, 5, Float64Array.of(-30, 80));
    far.forEach((weight, j) => expect(weight).toBeCloseTo(weights[j], 2));
  });

  it('stays finite for classes that a line separates', () => {
    const rows = Float64Array.of(1, -2, 1, -1, 1, 1, 1, 2);
    const [, slope] = logisticFit({ rows, labels: Uint8Array.of(0, 0, 1, 1), width: 2 }, 1e-3);
    expect(slope).toBeGreaterThan(1);
    expect(slope).toBeLessThan(100);
  });

  it('has a sigmoid that neither overflows nor loses its symmetry', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(-1000)).toBe(0);
    expect(sigmoid(1000)).toBe(1);
    expect(sigmoid(2) + sigmoid(-2)).toBeCloseTo(1, 14);
  });
});
