/**
 * `npm run pretrain [-- --networks a,b]`: trains the networks that come with the page (study/run/shippedNetworks.ts), as the
 * page would, and writes what the page shows before it has trained anything: public/pretrained/ID.npe.zip, a study file with
 * the network, and ID.json, with draws for the first observation and the final check. Without --networks, those that the
 * present code would make otherwise, as far as the hash of the code can tell.
 *
 * `npm run pretrain -- --checks [--networks a,b]`: trains nothing, and says what each check finds that the page shows of a
 * network at first sight (firstSight.ts); the final check is written to the notes, with a remark on what failed of it.
 *
 * `npm run pretrain -- --round [--networks a,b]`: trains nothing, and rounds the weights of networks whose weights are not (rounding.ts);
 * draws, final check and the loss of the record are computed again.
 *
 * `npm run pretrain -- --verify [--whole] [--networks a,b]`: trains nothing that is kept, and finds out whether the present
 * code still makes the same networks (verify.ts says how, and what is not covered); --whole: by training them to the end. If
 * so, the hash of the code is renewed, and the words of the final check. If not, it says what differs, changes nothing and
 * ends with exit code 1.
 */
import { parseArgs } from 'node:util';
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { type ShippedNetwork, shippedNetworks, shippedStudy } from '../../src/inference/study/run/shippedNetworks.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { startSimulationThreads } from '../headless/simulationThreads.ts';
import { fingerprintOf } from './fingerprint.ts';
import { digestOf } from './record.ts';
import { machine } from './repeatedRuns.ts';
import { readRecordOf, readShipped, writeNotes, writeRecordOf, writeShipped } from './shipped.ts';
import { roundedRun } from './rounding.ts';
import { firstSight } from './firstSight.ts';
import { recordOf, roundNetwork, trainNetwork } from './trainNetwork.ts';
import { isVerified, told } from './verdict.ts';
import { type Verification, verify } from './verify.ts';

async function pretrain(network: ShippedNetwork, pool: SimulationPool): Promise<void> {
  const trained = await trainNetwork(network, pool);
  const record = await recordOf(trained, pool);
  const { run, answers, remarks, seconds, loss } = trained;
  const notes = {
    fingerprint: fingerprintOf(run.study),
    draws: answers.draws,
    calibration: answers.calibration,
    ...(Object.keys(remarks).length === 0 ? {} : { remarks }),
    seconds: Math.round(10 * seconds) / 10,
    machine: machine(),
  };
  const bytes = writeShipped(network.id, { run, notes });
  writeRecordOf(network.id, record);
  console.log(
    `${network.id}: ${seconds.toFixed(1)} s, validation loss ${loss.toFixed(3)} nats, ${(bytes / 1e3).toFixed(0)} kB. ${answers.calibration.sbc.verdict.sentence}`,
  );
}

/**
 * Rounds the weights of a network that exists. Its training is still that of the record.
 * @throws Error where the record is of other weights, or the rounding changes the loss
 */
async function round(network: ShippedNetwork, pool: SimulationPool): Promise<void> {
  const { id } = network;
  const [shipped, record] = [readShipped(id), readRecordOf(id)];
  if (shipped === null || record === null) throw new Error(`There is no network ${id} with a record of its training.`);
  const { phi } = shipped.run.snapshot.checkpoint;
  if (record.network !== digestOf(phi)) {
    throw new Error(`What is recorded is the training of another network than ${id}.`);
  }
  if (digestOf(roundedRun(shipped.run.snapshot).checkpoint.phi) === record.network) {
    console.log(`${id}: its weights are rounded.`);
    return;
  }
  const { run, answers, remarks, loss } = await roundNetwork(network, shipped.run, record.loss, pool);
  const { remarks: _, ...known } = shipped.notes;
  const notes = { ...known, draws: answers.draws, calibration: answers.calibration };
  const bytes = writeShipped(id, { run, notes: Object.keys(remarks).length === 0 ? notes : { ...notes, remarks } });
  writeRecordOf(id, { ...record, network: digestOf(run.snapshot.checkpoint.phi), loss });
  console.log(
    `${id}: validation loss ${loss.toFixed(5)} nats (before: ${record.loss.toFixed(5)}), ${(bytes / 1e3).toFixed(0)} kB. ${answers.calibration.sbc.verdict.sentence}`,
  );
}

/** What the checks find that the page shows of a network at first sight, told; the final check of the notes, and remarks on what failed of it, are renewed. */
async function check(network: ShippedNetwork, pool: SimulationPool): Promise<void> {
  const shipped = readShipped(network.id);
  if (shipped === null) {
    throw new Error(`There is no network ${network.id}: npm run pretrain -- --networks ${network.id}`);
  }
  const found = await firstSight(shipped, network, pool, (calibration, remarks) => {
    const { remarks: _, ...known } = shipped.notes;
    const notes = { ...known, calibration };
    writeNotes(network.id, Object.keys(remarks).length === 0 ? notes : { ...notes, remarks });
    for (const [check, remark] of Object.entries(remarks)) console.log(`${network.id}, on ${check}: ${remark}`);
  });
  console.log(`${network.id}:`);
  for (const { check, verdict } of found) console.log(`  ${verdict.level.padEnd(4)} ${check}: ${verdict.sentence}`);
}

/** @returns whether the code still makes the same networks */
async function verifyAll(chosen: readonly ShippedNetwork[], pool: SimulationPool, whole: boolean): Promise<boolean> {
  const verified: { network: ShippedNetwork; verification: Verification }[] = [];
  for (const network of chosen) {
    const verification = await verify(network, pool, whole);
    console.log(told(network.id, verification.verdict));
    verified.push({ network, verification });
  }
  if (!isVerified(verified.map(({ verification }) => verification.verdict))) {
    console.log('Nothing was changed. Where a change is meant: npm run pretrain, which trains what is out of date.');
    return false;
  }
  let renewed = 0;
  for (const { network, verification } of verified) {
    if (renew(network, verification)) renewed++;
    if (verification.record !== null) writeRecordOf(network.id, verification.record);
  }
  console.log(
    `The code makes the same networks; its hash (or the words of a check) was renewed in ${renewed} of ${verified.length} files.`,
  );
  return true;
}

/** The hash of the code, and what may differ of the answers. @returns whether either was another */
function renew(network: ShippedNetwork, { verdict, answers }: Verification): boolean {
  const notes = readShipped(network.id)?.notes;
  const fingerprint = fingerprintOf(shippedStudy(network));
  const reworded = verdict.kind === 'equal' && verdict.remarks.length > 0;
  if (notes === undefined || (notes.fingerprint.code === fingerprint.code && !reworded)) return false;
  const { draws, calibration } = reworded && answers !== null ? answers : notes;
  writeNotes(network.id, { ...notes, fingerprint, draws, calibration });
  return true;
}

function isOutdated(network: ShippedNetwork): boolean {
  const then = readShipped(network.id)?.notes.fingerprint;
  const now = fingerprintOf(shippedStudy(network));
  return then?.study !== now.study || then.code !== now.code;
}

function named(ids: string): ShippedNetwork[] {
  return ids.split(',').map((id) => {
    const network = shippedNetworks.find((one) => one.id === id);
    if (network === undefined) {
      throw new Error(`There is no network "${id}"; choose among ${shippedNetworks.map((one) => one.id).join(', ')}.`);
    }
    return network;
  });
}

const { values } = parseArgs({
  options: {
    networks: { type: 'string' },
    verify: { type: 'boolean' },
    whole: { type: 'boolean' },
    checks: { type: 'boolean' },
    round: { type: 'boolean' },
  },
});
if (values.whole && !values.verify) throw new Error('--whole says how to verify: add --verify, or leave it out.');
const chosen = values.networks === undefined ? null : named(values.networks);
const pool = startSimulationThreads(new SystemCatalogue());
let done = true;
if (values.checks) for (const network of chosen ?? shippedNetworks) await check(network, pool);
else if (values.round) for (const network of chosen ?? shippedNetworks) await round(network, pool);
else if (values.verify) done = await verifyAll(chosen ?? shippedNetworks, pool, values.whole ?? false);
else for (const network of chosen ?? shippedNetworks.filter(isOutdated)) await pretrain(network, pool);
// The page's modules keep a message channel open, for which Node would wait.
process.exit(done ? 0 : 1);
