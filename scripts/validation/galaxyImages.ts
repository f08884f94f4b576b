/**
 * The default study of the galaxy image, trained as the page does: seconds, calibration, and distance from the Markov chains on
 * images that were held out, of galaxies whose light is that of 10 <= log M <= 11 at the usual mass-to-light ratio: of fainter ones
 * the prior says most, and the light of brighter ones is known to a hundredth of a dex.
 */
import { defaultTraining } from '../../src/inference/training/defaults.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { Problem } from '../../src/inference/simulators/system.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import { trainStudy } from '../headless/trainStudy.ts';
import { compareWithReference, withReferences } from './comparison.ts';
import { type TestDatum, testData } from './testData.ts';

const USUAL_RATIO = 0.2;
const MASSES = [10, 11] as const;
const CALIBRATION = { datasets: 500, draws: 199 };
const HELD_OUT = 400;
/** Its chains take a minute each, and are kept. */
export const GALAXY_REFERENCE = 'src/inference/simulators/galaxyImage/reference.ts';

export interface GalaxyOptions {
  readonly seeds: readonly number[];
  /** Held-out images that are compared with Markov chains. */
  readonly images: number;
  readonly threads: number;
  readonly machine: string;
  readonly pool: PairSource;
  readonly say: (line: string) => void;
}

/** Up to `count` images of bright galaxies, as above. */
export function brightGalaxies(problem: Problem, count: number, seed: number): TestDatum[] {
  const bright = testData(builtIn('galaxy-image'), problem, HELD_OUT, seed).filter(({ theta }: TestDatum) => {
    const mass = theta[0] + USUAL_RATIO;
    return mass >= MASSES[0] && mass <= MASSES[1];
  });
  return bright.slice(0, count);
}

export async function galaxyImagesReport(options: GalaxyOptions): Promise<string> {
  const system = builtIn('galaxy-image');
  const problem = defaultProblem(system);
  const training = defaultTraining(system, problem.design);
  const rows: string[] = [];
  // The same for the networks of all seeds: the chains take minutes, and the images are of none of their trainings.
  const data = await withReferences(
    system,
    problem,
    brightGalaxies(problem, options.images, options.seeds[0]),
    GALAXY_REFERENCE,
  );
  for (const seed of options.seeds) {
    const run = await trainStudy(
      { problem, training, seed },
      {
        system,
        pairs: options.pool,
        threads: options.threads,
        onEvent: (event, at) => {
          if (event.kind === 'validation') {
            options.say(`seed ${seed}, step ${event.step}: ${event.loss.toFixed(4)}, ${at.toFixed(0)} s`);
          }
        },
      },
    );
    const { session } = run;
    const { sbc } = await session.checks.final(CALIBRATION.datasets, CALIBRATION.draws, () => {});
    options.say(`seed ${seed}: ${run.seconds.toFixed(0)} s of training. ${sbc.verdict.sentence}`);
    const compared = await compareWithReference(session, data, system.display(problem.design));
    for (const { key, meanError, sdRatio } of compared) {
      const calibration = sbc.quantities.find((quantity) => quantity.key === key);
      rows.push(
        `| ${seed} | ${run.seconds.toFixed(0)} | ${run.loss.toFixed(3)} | ${key} | ${meanError.toFixed(2)} | ${sdRatio.median.toFixed(2)} (${sdRatio.low.toFixed(2)} to ${sdRatio.high.toFixed(2)}) | ${calibration?.adjustedP.toFixed(3) ?? ''} |`,
      );
    }
    session.close();
    session.dispose();
  }
  return [
    `Measured on ${options.machine}, training on ${options.threads} threads; the same ${data.length} images for every seed, ${CALIBRATION.datasets} data sets of calibration.`,
    '',
    '| seed | training, s | loss | quantity | mean error, sd of the chains | sd ratio (90 %) | SBC, Holm p |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
