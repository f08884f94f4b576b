/**
 * `npm run pretrain [-- --systems a,b]`: trains the study that each system starts with, as the page would, and writes what the
 * page shows before it has trained anything: public/pretrained/ID.npe.zip, a study file with the network, and ID.json, with
 * draws for the first observation and the final check. Without --systems, those that the present code would make otherwise,
 * as far as the hash of the code can tell.
 *
 * `npm run pretrain -- --verify [--whole] [--systems a,b]`: trains nothing that is kept, and finds out whether the present
 * code still makes the same networks (verify.ts says how, and what is not covered); --whole: by training them to the end. If
 * so, the hash of the code is renewed, and the words of the final check. If not, it says what differs, changes nothing and
 * ends with exit code 1.
 */
import { parseArgs } from 'node:util';
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { systems } from '../../src/inference/simulators/registry.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import { defaultStudy } from '../../src/inference/study/defaults.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { startSimulationThreads } from '../headless/simulationThreads.ts';
import { fingerprintOf } from './fingerprint.ts';
import { machine } from './repeatedRuns.ts';
import { readShipped, writeNotes, writeRecordOf, writeShipped } from './shipped.ts';
import { recordOf, trainSystem } from './trainSystem.ts';
import { isVerified, told } from './verdict.ts';
import { type Verification, verify } from './verify.ts';

async function pretrain(system: System, pool: SimulationPool): Promise<void> {
  const trained = await trainSystem(system, pool);
  const record = await recordOf(trained, pool);
  const { run, answers, seconds, loss } = trained;
  const notes = {
    fingerprint: fingerprintOf(run.study),
    ...answers,
    seconds: Math.round(10 * seconds) / 10,
    machine: machine(),
  };
  const bytes = writeShipped(system.id, { run, notes });
  writeRecordOf(system.id, record);
  console.log(
    `${system.id}: ${seconds.toFixed(1)} s, validation loss ${loss.toFixed(3)} nats, ${(bytes / 1e3).toFixed(0)} kB. ${answers.calibration.sbc.verdict.sentence}`,
  );
}

/** @returns whether the code still makes the same networks */
async function verifyAll(chosen: readonly System[], pool: SimulationPool, whole: boolean): Promise<boolean> {
  const verified: { system: System; verification: Verification }[] = [];
  for (const system of chosen) {
    const verification = await verify(system, pool, whole);
    console.log(told(system.id, verification.verdict));
    verified.push({ system, verification });
  }
  if (!isVerified(verified.map(({ verification }) => verification.verdict))) {
    console.log('Nothing was changed. Where a change is meant: npm run pretrain, which trains what is out of date.');
    return false;
  }
  let renewed = 0;
  for (const { system, verification } of verified) {
    if (renew(system, verification)) renewed++;
    if (verification.record !== null) writeRecordOf(system.id, verification.record);
  }
  console.log(
    `The code makes the same networks; its hash (or the words of a check) was renewed in ${renewed} of ${verified.length} files.`,
  );
  return true;
}

/** The hash of the code, and the words of the final check. @returns whether either was another */
function renew(system: System, { verdict, calibration }: Verification): boolean {
  const notes = readShipped(system.id)?.notes;
  const fingerprint = fingerprintOf(defaultStudy(system));
  const reworded = verdict.kind === 'equal' && verdict.remarks.length > 0;
  if (notes === undefined || (notes.fingerprint.code === fingerprint.code && !reworded)) return false;
  writeNotes(system.id, { ...notes, fingerprint, calibration: (reworded && calibration) || notes.calibration });
  return true;
}

function isOutdated(system: System): boolean {
  const then = readShipped(system.id)?.notes.fingerprint;
  const now = fingerprintOf(defaultStudy(system));
  return then?.study !== now.study || then.code !== now.code;
}

function named(ids: string): System[] {
  return ids.split(',').map((id) => {
    const system = systems.find((one) => one.id === id);
    if (system === undefined) {
      throw new Error(`There is no system "${id}"; choose among ${systems.map((one) => one.id).join(', ')}.`);
    }
    return system;
  });
}

const { values } = parseArgs({
  options: { systems: { type: 'string' }, verify: { type: 'boolean' }, whole: { type: 'boolean' } },
});
if (values.whole && !values.verify) throw new Error('--whole says how to verify: add --verify, or leave it out.');
const chosen = values.systems === undefined ? null : named(values.systems);
const pool = startSimulationThreads(new SystemCatalogue());
let done = true;
if (values.verify) done = await verifyAll(chosen ?? systems, pool, values.whole ?? false);
else for (const system of chosen ?? systems.filter(isOutdated)) await pretrain(system, pool);
// The page's modules keep a message channel open, for which Node would wait.
process.exit(done ? 0 : 1);
