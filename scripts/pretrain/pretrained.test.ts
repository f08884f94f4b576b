import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systems } from '../../src/inference/simulators/registry.ts';
import { defaultStudy } from '../../src/inference/study/defaults.ts';
import { readPretrained, writePretrained } from '../../src/inference/study/pretrained.ts';
import { readStudyFile } from '../../src/inference/takeaway/studyFile.ts';
import { fingerprintOf } from './fingerprint.ts';

describe('the networks that were trained beforehand', () => {
  for (const system of systems) {
    const read = () => readPretrained(readFileSync(`public/pretrained/${system.id}.json`, 'utf8'));

    it(`${system.name}: of the study that it starts with, by the present code (else: npm run pretrain)`, () => {
      expect(read().fingerprint).toEqual(fingerprintOf(defaultStudy(system)));
    });

    it(`${system.name}: a finished run and draws of the right shape`, () => {
      const file = readStudyFile(readFileSync(`public/pretrained/${system.id}.npe.zip`));
      if (!file.ok) throw new Error(file.problem.problem);
      const { run } = file.value;
      expect(run?.snapshot.finished).toBe(true);
      expect(run?.study).toEqual(defaultStudy(system));
      const { draws, calibration } = read();
      const D = system.parameters(system.defaultDesign).length;
      expect(draws.length % D).toBe(0);
      expect(draws.length / D).toBeGreaterThanOrEqual(1000);
      expect(calibration.sbc.datasets).toBe(500);
    });
  }
});

describe('the notes beside a network', () => {
  it('are read as they were written, but for the last digits of the draws', () => {
    const [system] = systems;
    const text = readFileSync(`public/pretrained/${system.id}.json`, 'utf8');
    expect(writePretrained(readPretrained(text))).toBe(text);
  });
});
