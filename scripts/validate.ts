/**
 * `npm run validate [-- --systems a,b] [--seeds 1,2] [--write]`: trains each system's studies at their default budget and
 * compares the networks with the exact reference posteriors and with themselves (SBC). Prints a report; with --write it
 * replaces the measured part of VALIDATION.md. Nothing here is tuned on what it reports. With --benchmarks it does the public
 * benchmark instead (benchmarks/benchmarks.ts), with --gallery three of its tasks as the page opens them
 * (validation/gallery.ts), with --priors the comparison of networks that learn the priors too with dedicated ones
 * (validation/amortisedPriors.ts), with --local what the local test sees (validation/localPower.ts), with --lensing what networks
 * make of lensing maps (validation/lensing.ts; --cases "a;b": parts of the names of cases; --seed 1).
 * With --wrong a gene's network that knows of no delay, asked about data with one (validation/wrongModel.ts).
 * With --pinn the physics-informed network of the tube under pressure against the exact posterior (validation/pinn.ts).
 * With --neural-ode [--seeds 1,2,...] what a neural ODE finds of genes with three delays (validation/neuralOde.ts).
 * With --twin networks of any number of readings (validation/twin.ts).
 * With --pretrained [--networks a,b] the networks that come with the page (validation/pretrainedNetworks.ts).
 * With --rounds rounds focused on one observation on four tasks of the public benchmark (benchmarks/rounds.ts).
 * With --galaxy [--images 20] the galaxy image against Markov chains (validation/galaxyImages.ts).
 */
import { cpus } from 'node:os';
import { defaultTraining } from '../src/inference/training/defaults.ts';
import { defaultProblem } from '../src/inference/simulators/problem.ts';
import { SystemCatalogue } from '../src/inference/simulators/catalogue.ts';
import { builtIn } from '../src/inference/simulators/registry.ts';
import type { System } from '../src/inference/simulators/system.ts';
import { simulateObservation } from '../src/inference/observation/observation.ts';
import { validateBenchmarks } from './benchmarks/benchmarks.ts';
import { validateRounds } from './benchmarks/rounds.ts';
import { startSimulationThreads } from './headless/simulationThreads.ts';
import { trainStudy, usualThreads } from './headless/trainStudy.ts';
import { amortisedPriorsReport } from './validation/amortisedPriors.ts';
import { compareWithReference, withReferences } from './validation/comparison.ts';
import { publish } from './validation/document.ts';
import { galaxyImagesReport } from './validation/galaxyImages.ts';
import { galleryReport } from './validation/gallery.ts';
import { lensingReport } from './validation/lensing.ts';
import { localPowerReport } from './validation/localPower.ts';
import { pinnReport } from './validation/pinn.ts';
import { neuralOdeReport } from './validation/neuralOde.ts';
import { type Measurement, reportTables } from './validation/report.ts';
import { pretrainedReport } from './validation/pretrainedNetworks.ts';
import { ridgeReport } from './validation/ridge.ts';
import { testData } from './validation/testData.ts';
import { wrongModelReport } from './validation/wrongModel.ts';
import { twinReport } from './validation/twin.ts';
import { type ValidationCase, validationCases } from './validation/cases.ts';

const COMPARED_DATA_SETS = 50;
const CALIBRATION = { datasets: 500, draws: 199 };
const RIDGE_DATA_SETS = 500;
const RIDGE_OBSERVATIONS = 20;
const MARKS = {
  begin: '<!-- measured: written by npm run validate -- --write -->',
  end: '<!-- end of the measured part -->',
};
const ROUNDS_MARKS = marksOf('rounds');
const PRIORS_MARKS = marksOf('priors');
const GALLERY_MARKS = marksOf('gallery');
const LOCAL_MARKS = marksOf('local');
const LENSING_MARKS = marksOf('lensing');
const WRONG_MARKS = marksOf('wrong');
const PINN_MARKS = marksOf('pinn');
const NEURAL_ODE_MARKS = marksOf('neural-ode');
const TWIN_MARKS = marksOf('twin');
const PRETRAINED_MARKS = marksOf('pretrained');
const GALAXY_MARKS = marksOf('galaxy');
/** Of the galaxy image, compared with Markov chains: half a minute to a few minutes each. */
const GALAXY_IMAGES = '20';

function marksOf(mode: string) {
  return {
    begin: `<!-- measured: written by npm run validate -- --${mode} --write -->`,
    end: `<!-- end of the measured part on ${mode} -->`,
  };
}

function option(name: string): string | null {
  const at = process.argv.indexOf(`--${name}`);
  return at >= 0 ? (process.argv[at + 1] ?? null) : null;
}

async function measure(validation: ValidationCase, seed: number): Promise<Measurement> {
  const say = (line: string): void => console.log(`${validation.name}, seed ${seed}: ${line}`);
  const system = builtIn(validation.system);
  const design = { ...system.defaultDesign, ...validation.design };
  const completed = system.completeDesign?.(design) ?? design;
  const problem = validation.problem(defaultProblem(system, completed));
  const training = defaultTraining(system, completed);
  const { session, seconds, steps, loss } = await trainStudy(
    { problem, training, seed },
    {
      system,
      pairs: pool,
      onEvent: (event, seconds) => {
        if (event.kind === 'notice') say(event.message);
        if (event.kind === 'validation') say(`step ${event.step}, ${event.loss.toFixed(4)}, ${seconds.toFixed(0)} s`);
      },
    },
  );
  const data = testData(system, problem, COMPARED_DATA_SETS, seed);
  const quantities = [...system.display(completed), ...system.derived(completed)];
  const comparison = validation.compare
    ? await compareWithReference(session, await withReferences(system, problem, data), quantities)
    : null;
  const { sbc, coverage } = await session.checks.final(CALIBRATION.datasets, CALIBRATION.draws, () => {});
  const position = system.ridgePosition?.(problem) ?? null;
  const ridge =
    position === null
      ? null
      : await ridgeReport(
          position,
          session,
          testData(system, problem, RIDGE_DATA_SETS, seed + 1),
          observationsOfTheDefaultTruth(system, problem),
        );
  session.close();
  session.dispose();
  say(`${seconds.toFixed(0)} s of training. ${sbc.verdict.sentence}`);
  return {
    name: validation.name,
    seed,
    training,
    seconds,
    steps,
    loss,
    comparison,
    ridge,
    calibration: sbc.quantities.map(({ key, chiSquareP, adjustedP, verdict }) => ({
      key,
      chiSquareP,
      adjustedP,
      level: verdict.level,
    })),
    verdicts: [sbc.verdict, coverage.central.verdict],
  };
}

function observationsOfTheDefaultTruth(system: System, problem: ReturnType<typeof defaultProblem>): Float64Array[] {
  const truth = system.parameters(problem.design).map(({ defaultTruth }) => defaultTruth);
  return Array.from(
    { length: RIDGE_OBSERVATIONS },
    (_, seed) => simulateObservation(system, problem, truth, null, seed).s,
  );
}

async function validateSystems(): Promise<void> {
  const systems = option('systems')?.split(',') ?? null;
  const seeds = (option('seeds') ?? '1,2').split(',').map(Number);
  const measurements: Measurement[] = [];
  for (const validation of validationCases) {
    if (systems !== null && !systems.includes(validation.system)) continue;
    for (const seed of seeds) measurements.push(await measure(validation, seed));
  }
  publish(reportTables(measurements, machine), MARKS, write);
}

async function validateAmortisedPriors(): Promise<void> {
  const systems = option('systems')?.split(',') ?? null;
  publish(await amortisedPriorsReport(systems, machine, pool), PRIORS_MARKS, write);
}

async function validateGalaxyImages(): Promise<void> {
  const report = await galaxyImagesReport({
    seeds: (option('seeds') ?? '1,2').split(',').map(Number),
    images: Number(option('images') ?? GALAXY_IMAGES),
    threads: usualThreads(),
    machine,
    pool,
    say: (line) => console.log(line),
  });
  publish(report, GALAXY_MARKS, write);
}

async function validateWrongModel(): Promise<void> {
  const seed = Number(option('seeds') ?? '1');
  publish(await wrongModelReport({ seed, machine, pool, say: (line) => console.log(line) }), WRONG_MARKS, write);
}

async function validateNeuralOde(): Promise<void> {
  const seeds = (option('seeds') ?? '1,2,3,4,5,6,7,8,9,10').split(',').map(Number);
  publish(await neuralOdeReport(seeds, machine, (line) => console.log(line)), NEURAL_ODE_MARKS, write);
}

async function validateTwins(): Promise<void> {
  const systems = option('systems')?.split(',') ?? null;
  publish(await twinReport({ systems, machine, pool, say: (line) => console.log(line) }), TWIN_MARKS, write);
}

async function validatePretrained(): Promise<void> {
  const networks = option('networks')?.split(',') ?? null;
  publish(
    await pretrainedReport({ networks, machine, pool, say: (line) => console.log(line) }),
    PRETRAINED_MARKS,
    write,
  );
}

async function validateGallery(): Promise<void> {
  const tasks = option('systems')?.split(',') ?? null;
  publish(await galleryReport(tasks, machine, pool), GALLERY_MARKS, write);
}

async function validateLensing(): Promise<void> {
  const cases = option('cases')?.split(';') ?? null;
  publish(await lensingReport(cases, Number(option('seed') ?? '1'), machine, pool), LENSING_MARKS, write);
}

const write = process.argv.includes('--write');
const machine = `${cpus()[0].model.trim()}, ${cpus().length} logical cores, Node ${process.version}`;
const pool = startSimulationThreads(new SystemCatalogue());
try {
  if (process.argv.includes('--benchmarks')) await validateBenchmarks({ option, write, machine, pool });
  else if (process.argv.includes('--rounds')) {
    publish(await validateRounds({ option, write, machine, pool }), ROUNDS_MARKS, write);
  } else if (process.argv.includes('--priors')) await validateAmortisedPriors();
  else if (process.argv.includes('--gallery')) await validateGallery();
  else if (process.argv.includes('--lensing')) await validateLensing();
  else if (process.argv.includes('--galaxy')) await validateGalaxyImages();
  else if (process.argv.includes('--pretrained')) await validatePretrained();
  else if (process.argv.includes('--wrong')) await validateWrongModel();
  else if (process.argv.includes('--twin')) await validateTwins();
  else if (process.argv.includes('--neural-ode')) await validateNeuralOde();
  else if (process.argv.includes('--pinn')) {
    publish(await pinnReport(machine, (line) => console.log(line)), PINN_MARKS, write);
  } else if (process.argv.includes('--local')) publish(localPowerReport(), LOCAL_MARKS, write);
  else await validateSystems();
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
} finally {
  pool.terminate();
}
// The page's modules keep a message channel open, for which Node would wait.
process.exit();
