import { describe, expect, it } from 'vitest';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { shippedNetworks } from '../../../inference/study/run/shippedNetworks.ts';
import type { CalibrationReport } from '../../../worker/run/reports.ts';
import { createAppStore } from '../../store/appStore.ts';
import { remarkOn } from './remark.ts';

const good: Verdict = { level: 'good', sentence: 'Nothing found.' };
const bad: Verdict = { level: 'bad', sentence: 'Too wide.' };

function report(sbc: Verdict, remarks?: CalibrationReport['remarks']): CalibrationReport {
  const part = { verdict: good };
  const coverage = { central: part, highestDensity: part, tarp: part };
  return {
    sbc: { verdict: sbc },
    coverage,
    ridge: null,
    step: 1,
    stage: 'final',
    remarks,
  } as unknown as CalibrationReport;
}

const hard = shippedNetworks.find(
  ({ design, hard: reason }) => reason !== undefined && Object.keys(design).length === 0,
);
if (hard === undefined) throw new Error('No network is said to be hard.');
const state = createAppStore(builtIn(hard.system), 'system').getState();
const pretrained = { pretrainedNotes: { seconds: 1, machine: 'a machine' } };

describe('a remark on a check', () => {
  it('stands beside a failed check of a pre-trained network alone', () => {
    const remarks = { sbc: 'Chance.' };
    expect(remarkOn('sbc', report(bad, remarks), state, pretrained)).toBe('Chance.');
    // One that passes as a repetition.
    expect(remarkOn('sbc', report(good, remarks), state, pretrained)).toBe('Chance.');
    expect(remarkOn('central', report(bad, remarks), state, pretrained)).toBeNull();
    expect(remarkOn('sbc', report(good), state, pretrained)).toBeNull();
    expect(remarkOn('sbc', report(bad, remarks), state, { pretrainedNotes: null })).toBeNull();
  });

  it('says of any check of it why the system is hard, unless something else is the reason', () => {
    expect(remarkOn('sbc', report(bad), state, pretrained)).toBe(hard.hard);
    const perturbation = { scale: [1], shift: [0] } as never;
    const broken = { ...state, trust: { ...state.trust, transform: { ...UNTRANSFORMED, perturbation } } };
    expect(remarkOn('sbc', report(bad), broken, pretrained)).toBeNull();
  });
});
