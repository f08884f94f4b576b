/**
 * `npm run pretrain [-- --systems a,b]`: trains the study that each system starts with, as the page would, and writes what the
 * page shows before it has trained anything: public/pretrained/ID.npe.zip, a study file with the network, and ID.json, with
 * draws for the first observation and the final check. Without --systems, those that the present code would make otherwise.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { LossTrace } from '../../src/app/store/lossTrace.ts';
import { systems } from '../../src/inference/simulators/registry.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import { DRAWS_AT_REST, defaultStudy, firstObservation } from '../../src/inference/study/defaults.ts';
import { readPretrained, writePretrained } from '../../src/inference/study/pretrained.ts';
import type { RunHistory } from '../../src/inference/study/savedRun.ts';
import { STUDY_FILE_ENDING, writeStudyFile } from '../../src/inference/takeaway/studyFile.ts';
import { startSimulationThreads } from '../headless/simulationThreads.ts';
import { trainStudy } from '../headless/trainStudy.ts';
import { fingerprintOf } from './fingerprint.ts';
import { writeWhole } from '../wholeFile.mjs';

const FOLDER = 'public/pretrained';
/** As the page's own final check. */
const CHECK = { datasets: 500, draws: 199 };

async function pretrain(system: System, pool: ReturnType<typeof startSimulationThreads>): Promise<void> {
  const study = defaultStudy(system);
  const observation = firstObservation(system, study.problem);
  const trace = new LossTrace();
  const validation: { step: number; loss: number; best: boolean }[] = [];
  let end: RunHistory['end'] = null;
  let epoch = 0;
  const { session, seconds, loss } = await trainStudy(study, {
    pairs: pool,
    onEvent: (event) => {
      if (event.kind === 'steps') {
        trace.append(event.step, event.losses);
        epoch = event.epoch;
      }
      if (event.kind === 'validation') validation.push({ step: event.step, loss: event.loss, best: event.best });
      if (event.kind === 'finished') end = { reason: event.reason, bestStep: event.bestStep };
    },
  });
  const { draws } = await session.answers.draw(Float64Array.from(observation.s), DRAWS_AT_REST);
  const calibration = await session.checks.final(CHECK.datasets, CHECK.draws, () => {});
  const history = { trace: trace.points, validation, end, epoch };
  const run = { study, snapshot: await session.snapshot(), history };
  // No more than the page opens, and packed: it is what a first visit waits for. The draws are among the notes.
  const saved = { document: { study, observation: null, view: null }, run };
  const file = writeStudyFile({ saved, observation: null, draws: null }, true);
  writeWhole(`${FOLDER}/${system.id}${STUDY_FILE_ENDING}`, file);
  const notes = {
    fingerprint: fingerprintOf(study),
    draws,
    calibration: { ...calibration, stage: 'final' as const },
    seconds: Math.round(10 * seconds) / 10,
    machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
  };
  writeWhole(`${FOLDER}/${system.id}.json`, writePretrained(notes));
  session.close();
  session.dispose();
  console.log(
    `${system.id}: ${seconds.toFixed(1)} s, validation loss ${loss.toFixed(3)} nats, ${(file.length / 1e3).toFixed(0)} kB. ${calibration.sbc.verdict.sentence}`,
  );
}

function outdated(system: System): boolean {
  const path = `${FOLDER}/${system.id}.json`;
  if (!existsSync(path)) return true;
  const now = fingerprintOf(defaultStudy(system));
  const then = readPretrained(readFileSync(path, 'utf8')).fingerprint;
  return then.study !== now.study || then.code !== now.code;
}

function chosen(): readonly System[] {
  const at = process.argv.indexOf('--systems');
  if (at < 0) return systems.filter(outdated);
  return (process.argv[at + 1] ?? '').split(',').map((id) => {
    const system = systems.find((one) => one.id === id);
    if (system === undefined) {
      throw new Error(`There is no system "${id}"; choose among ${systems.map((one) => one.id).join(', ')}.`);
    }
    return system;
  });
}

mkdirSync(FOLDER, { recursive: true });
const pool = startSimulationThreads();
for (const system of chosen()) await pretrain(system, pool);
// The page's modules keep a message channel open, for which Node would wait.
process.exit(0);
