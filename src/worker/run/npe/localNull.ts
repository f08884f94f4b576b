/** The local test of an answer (L-C2ST), fitted once for its network: its code is loaded when the test is first asked for. */
import { fitLocalNull, type LocalReport, localC2st } from '../../../inference/diagnostics/local/localC2st.ts';
import { LocalFeatures } from '../../../inference/diagnostics/local/localFeatures.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { yieldToMessages } from '../../rpc/yieldToMessages.ts';

export interface LocalNull {
  /** @param base base states of the held-out parameters; `seen` what the test looks at of the observation */
  judge(base: Float64Array, seen: Float32Array): LocalReport;
}

/**
 * @param rows what the test looks at of n held-out data sets
 * @param D number of parameters
 * @param groups sizes of the groups of features; null: one group
 * @param report called after each of the fits, with the fraction done; what it throws ends them
 */
export async function localNull(
  rows: Float32Array,
  n: number,
  D: number,
  groups: readonly number[] | null,
  fits: number,
  seed: number,
  report: (fraction: number) => void,
): Promise<LocalNull> {
  const features = new LocalFeatures(rows, n, D, groups);
  const fitted: Float64Array[] = [];
  for (let i = 0; i < fits; i++) {
    fitted.push(fitLocalNull(features, new Random(seed, STREAMS.local, 1 + i)));
    await yieldToMessages();
    report((i + 1) / fits);
  }
  return { judge: (base, seen) => localC2st(features, base, fitted, seen) };
}
