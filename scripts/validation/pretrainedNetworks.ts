/**
 * The networks that come with the page, against the reference posteriors of fresh data sets of their study's own prior; for the
 * galaxy image of bright galaxies alone (galaxyImages.ts). Nothing is trained.
 */
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { shippedNetworks } from '../../src/inference/study/run/shippedNetworks.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import { openSession } from '../headless/trainStudy.ts';
import { readShipped } from '../pretrain/shipped.ts';
import { compareWithReference, withReferences } from './comparison.ts';
import { brightGalaxies, GALAXY_REFERENCE } from './galaxyImages.ts';
import { markdownTable } from './report.ts';
import { testData } from './testData.ts';

const SEED = 1;
const COMPARED = 50;
/** Of the galaxy image, whose chains take a minute each. */
const IMAGES = 20;

interface PretrainedOptions {
  /** Ids; null: those that no other table compares. */
  readonly networks: readonly string[] | null;
  readonly machine: string;
  readonly pool: PairSource;
  readonly say: (line: string) => void;
}

/** Networks whose systems have a likelihood and no table of their own. */
const USUAL = ['gene-delay', 'epidemic', 'cylinder', 'battery', 'bridge', 'galaxy-image'];

/** @throws Error where a network is unknown or its file is missing */
export async function pretrainedReport({ networks, machine, pool, say }: PretrainedOptions): Promise<string> {
  const rows: string[][] = [];
  for (const id of networks ?? USUAL) {
    const network = shippedNetworks.find((known) => known.id === id);
    const shipped = readShipped(id);
    if (network === undefined || shipped === null) throw new Error(`There is no pre-trained network ${id}.`);
    const { study, snapshot } = shipped.run;
    const system = builtIn(network.system);
    const { session } = await openSession(study, { system, pairs: pool }, snapshot);
    const { problem } = study;
    const galaxy = network.system === 'galaxy-image';
    const data = galaxy ? brightGalaxies(problem, IMAGES, SEED) : testData(system, problem, COMPARED, SEED);
    const referenced = await withReferences(system, problem, data, galaxy ? GALAXY_REFERENCE : undefined);
    const quantities = [...system.display(problem.design), ...system.derived(problem.design)];
    const compared = await compareWithReference(session, referenced, quantities);
    session.close();
    session.dispose();
    for (const { key, meanError, sdRatio, dataSets } of compared) {
      const { median, low, high } = sdRatio;
      const ratio = `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
      rows.push([id, String(snapshot.step), key, String(dataSets), meanError.toFixed(2), ratio]);
      say(rows.at(-1)?.join(' | ') ?? '');
    }
  }
  return [
    `Machine: ${machine}.`,
    markdownTable(
      ['network', 'steps', 'quantity', 'data sets', 'mean error [posterior sd]', 'sd ratio, median (central 90 %)'],
      rows,
    ),
    '',
  ].join('\n\n');
}
