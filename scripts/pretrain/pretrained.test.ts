import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtIn, systems } from '../../src/inference/simulators/registry.ts';
import { firstLookOf, shippedNetworks, shippedStudy } from '../../src/inference/study/run/shippedNetworks.ts';
import { readPretrained, writePretrained } from '../../src/inference/study/run/pretrained.ts';
import { readStudyFile } from '../../src/inference/export/studyFile.ts';
import { CHECK, REPETITION } from './answers.ts';
import { traceDifferences } from './comparison.ts';
import { fingerprintOf } from './fingerprint.ts';
import { digestOf } from './record.ts';
import { failedOf } from './remarks.ts';
import { readRecordOf, readShipped } from './shipped.ts';

const catalogue = new SystemCatalogue();

/** Of a network's study file and of its notes: what a first visit waits for. */
const MOST_BYTES = 600_000;

/** Of the others that are hard only a comparison with the reference at one observation objects. */
const MAY_FAIL = ['slcp', 'bernoulli-glm', 'lotka-volterra'];

describe('the pre-trained networks', () => {
  it('are those that the page looks for, and no others: nothing is asked for that is not there', () => {
    const names = shippedNetworks.flatMap(({ id }) => [`${id}.json`, `${id}.npe.zip`]);
    expect(readdirSync('public/pretrained').toSorted()).toEqual(names.toSorted());
  });

  it('include one of the study that each system starts with', () => {
    const opening = shippedNetworks.filter(({ design }) => Object.keys(design).length === 0);
    expect(opening.map(({ system }) => system).toSorted()).toEqual(systems.map(({ id }) => id).toSorted());
  });

  for (const network of shippedNetworks) {
    const system = builtIn(network.system);
    const read = () => readPretrained(readFileSync(`public/pretrained/${network.id}.json`, 'utf8'));

    it(`${network.id}: small enough to be waited for`, () => {
      for (const ending of ['json', 'npe.zip']) {
        expect(statSync(`public/pretrained/${network.id}.${ending}`).size).toBeLessThan(MOST_BYTES);
      }
    });

    it(`${network.id}: of the study that it stands for, by the present code (else: npm run pretrain -- --verify)`, () => {
      expect(read().fingerprint).toEqual(fingerprintOf(shippedStudy(network)));
    });

    it(`${network.id}: its final check passes, or the page says why not`, () => {
      const { calibration, remarks } = read();
      expect(
        failedOf(calibration).filter(
          (check) => (remarks?.[check] ?? (MAY_FAIL.includes(network.id) ? network.hard : undefined)) === undefined,
        ),
      ).toEqual([]);
    });

    it(`${network.id}: with a record of its training`, () => {
      const run = readShipped(network.id)?.run;
      if (run === undefined) throw new Error(`There is no network of ${network.id}.`);
      const record = readRecordOf(network.id);
      expect(record?.network).toBe(digestOf(run.snapshot.checkpoint.phi));
      expect(traceDifferences(run.history.trace, record?.runs.start.losses ?? new Float32Array())).toEqual([]);
    });

    it(`${network.id}: a finished run and draws of the right shape`, () => {
      const file = readStudyFile(readFileSync(`public/pretrained/${network.id}.npe.zip`), catalogue);
      if (!file.ok) throw new Error(file.problem.problem);
      const { run } = file.value;
      expect(run?.snapshot.finished).toBe(true);
      expect(run?.study).toEqual(shippedStudy(network));
      const { draws, calibration } = read();
      const D = system.parameters(firstLookOf(network).problem.design).length;
      expect(draws.length % D).toBe(0);
      expect(draws.length / D).toBeGreaterThanOrEqual(1000);
      expect([CHECK.datasets, REPETITION.datasets]).toContain(calibration.sbc.datasets);
    });
  }
});

describe('the notes beside a network', () => {
  it.each(shippedNetworks.map(({ id }) => id))(
    'are read as they were written, but for the last digits of the draws: %s',
    (id) => {
      const text = readFileSync(`public/pretrained/${id}.json`, 'utf8');
      expect(writePretrained(readPretrained(text))).toBe(text);
    },
  );
});
