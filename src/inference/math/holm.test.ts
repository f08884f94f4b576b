import { expect, it } from 'vitest';
import { holm } from './holm.ts';

it("Holm's correction gives what R's p.adjust(method = 'holm') gives, in the order given", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 12));
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
});
