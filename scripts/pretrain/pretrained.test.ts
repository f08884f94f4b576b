import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systems } from '../../src/inference/simulators/registry.ts';
import { defaultStudy } from '../../src/inference/study/defaults.ts';
import { readPretrained, writePretrained } from '../../src/inference/study/run/pretrained.ts';
import { readStudyFile } from '../../src/inference/export/studyFile.ts';
import { traceDifferences } from './comparison.ts';
import { fingerprintOf } from './fingerprint.ts';
import { digestOf } from './record.ts';
import { readRecordOf, readShipped } from './shipped.ts';

const catalogue = new SystemCatalogue();

describe('the pre-trained networks', () => {
  for (const system of systems) {
    const read = () => readPretrained(readFileSync(`public/pretrained/${system.id}.json`, 'utf8'));

    it(`${system.name}: of the study that it starts with, by the present code (else: npm run pretrain -- --verify)`, () => {
      expect(read().fingerprint).toEqual(fingerprintOf(defaultStudy(system)));
    });

    it(`${system.name}: with a record of its training`, () => {
      const run = readShipped(system.id)?.run;
      if (run === undefined) throw new Error(`There is no network of ${system.id}.`);
      const record = readRecordOf(system.id);
      expect(record?.network).toBe(digestOf(run.snapshot.checkpoint.phi));
      expect(traceDifferences(run.history.trace, record?.runs.start.losses ?? new Float32Array())).toEqual([]);
    });

    it(`${system.name}: a finished run and draws of the right shape`, () => {
      const file = readStudyFile(readFileSync(`public/pretrained/${system.id}.npe.zip`), catalogue);
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
  it.each(systems.map(({ id }) => id))(
    'are read as they were written, but for the last digits of the draws: %s',
    (id) => {
      const text = readFileSync(`public/pretrained/${id}.json`, 'utf8');
      expect(writePretrained(readPretrained(text))).toBe(text);
    },
  );
});
