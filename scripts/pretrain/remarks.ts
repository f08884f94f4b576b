/**
 * What is said beside the final check of a pre-trained network, where it, or its repetition (answers.ts), failed in a part: that
 * the other found nothing, or why the system is hard. A part that failed twice without a reason is told: it is not to be shipped.
 */
import type { Calibration } from '../../src/inference/diagnostics/calibration/calibration.ts';
import type { Verdict } from '../../src/inference/diagnostics/report/verdict.ts';
import {
  type CalibrationCheck,
  type CalibrationRemarks,
  verdictsOf,
} from '../../src/inference/study/run/pretrained.ts';
import type { ShippedNetwork } from '../../src/inference/study/run/shippedNetworks.ts';

/** @param failed the check that was repeated; null: it found nothing, and is the one that is kept */
export function remarksOn(
  kept: Calibration,
  failed: Calibration | null,
  { id, hard }: Pick<ShippedNetwork, 'id' | 'hard'>,
): CalibrationRemarks {
  if (failed === null) return {};
  const [before, now] = [verdictsOf(failed), verdictsOf(kept)];
  const [first, again] = [failed, kept].map(({ sbc }) => sbc.datasets.toLocaleString('en'));
  const remarks: [CalibrationCheck, string][] = [];
  for (const check of new Set([...failedOf(failed), ...failedOf(kept)])) {
    const [then, found] = [before[check]?.level ?? 'good', now[check]?.level ?? 'good'];
    if (found === 'good') {
      const text = `This is a repetition on ${again} other data sets, made once. Over the first ${first} the check had found: ${quoted(before[check])}`;
      remarks.push([check, text]);
    } else if (then === 'good') {
      remarks.push([
        check,
        `Probably chance: over ${first} other data sets the same check finds nothing. ${before[check]?.sentence}`,
      ]);
    } else if (hard === undefined) console.error(`${id}: ${check} fails twice. ${now[check]?.sentence}`);
    else remarks.push([check, hard]);
  }
  return Object.fromEntries(remarks);
}

function quoted(verdict: Verdict | null): string {
  return `“${verdict?.sentence.replace(/\.$/, '')}”.`;
}

/** The parts with a caution or a problem. */
export function failedOf(calibration: Calibration): CalibrationCheck[] {
  const verdicts = Object.entries(verdictsOf(calibration)) as [CalibrationCheck, Verdict | null][];
  return verdicts.flatMap(([check, verdict]) => (verdict === null || verdict.level === 'good' ? [] : [check]));
}
