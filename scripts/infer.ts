/**
 * `npm run --silent infer -- ...`: trains a network without a page and writes posterior samples for observed data; see
 * scripts/infer/arguments.ts for the options and exit codes.
 */
import { dirname, resolve } from 'node:path';
import { regionEdge, shareText } from '../src/inference/diagnostics/local/regionEdge.ts';
import type { MoreSimulations } from '../src/inference/diagnostics/moreSimulations/moreSimulations.ts';
import { partsObstacle } from '../src/inference/diagnostics/moreSimulations/parts.ts';
import { listed } from '../src/inference/math/shown.ts';
import { failuresText } from '../src/inference/simulators/attempts.ts';
import { SystemCatalogue } from '../src/inference/simulators/catalogue.ts';
import type { TrainingEvent } from '../src/inference/training/events.ts';
import type { RoundRecord } from '../src/inference/study/run/focusedPosterior.ts';
import { trainOnParts } from '../src/worker/run/npe/trainOnParts.ts';
import { startSimulationThreads } from './headless/simulationThreads.ts';
import { roundSizes, trainRounds } from './headless/trainRounds.ts';
import { type TrainedStudy, trainStudy, usualThreads } from './headless/trainStudy.ts';
import { type Judge, judgeOf, linesOf } from './infer/atObservation.ts';
import { watchBridge } from './infer/bridge.ts';
import { HELP, type InferArguments, InputError, parseArguments } from './infer/arguments.ts';
import { makeFolder, type NamedPath, refuseEqual, refuseInside, writable, written } from './infer/paths.ts';
import type { AskedObservation } from './infer/observations.ts';
import { withSummaries } from './infer/awaitedSummaries.ts';
import { type InferPlan, planOf } from './infer/plan.ts';
import { ProgressLine } from './infer/progress.ts';
import { type Answer, type FocusReport, reportOf } from './infer/report.ts';
import { isOneFile, SamplesFile } from './infer/samplesFile.ts';
import { type SummarisedAnswer, Summaries } from './infer/summaries.ts';
import { WholeFile } from './wholeFile.mjs';

const DONE = 0;
const FAILED = 1;
const WRONG_INPUT = 2;
/** Files that a sentence names. */
const MOST_FILES = 5;

async function infer(
  { out, report, summaries, samples, threads, checks, more, ...args }: InferArguments,
  folder: string,
): Promise<void> {
  refuseOverwriting({ out, report, summaries, ...args }, folder);
  const catalogue = new SystemCatalogue();
  const given = await planOf(args, folder, catalogue);
  for (const notice of given.notices) console.error(notice);
  const obstacle = more ? partsObstacle(given.study) : null;
  if (obstacle !== null) throw new InputError(`--more: ${obstacle} The number of simulations is set by --simulations.`);
  const { design } = given.study.problem;
  const file = new SamplesFile(out, folder, given.system.display(design), given.asked.length);
  const progress = new ProgressLine();
  const pool = startSimulationThreads(catalogue);
  pool.connect(given.bridge);
  const say = (sentence: string) => {
    progress.clear();
    console.error(sentence);
  };
  const unwatch = given.bridge === null ? () => {} : watchBridge(given.bridge, say);
  try {
    const plan = await withSummaries(given, pool);
    const writeReport = report === null ? null : textWriter('report', report, folder);
    const writeSummaries = summaries === null ? null : textWriter('summaries', summaries, folder);
    let simulated: { readonly done: number; readonly failed?: number } = { done: 0 };
    const table = new Summaries(plan.system.display(design), plan.asked.length);
    const options = {
      system: plan.system,
      pairs: plan.table ?? pool,
      threads: threads ?? usualThreads(),
      onEvent(event: TrainingEvent, seconds: number) {
        if (event.kind === 'simulations') simulated = event;
        notify(progress, event, seconds);
      },
    };
    const { trained, focus } =
      plan.rounds === null
        ? { trained: await trainStudy(plan.study, { ...options, ...budgetOf(plan) }), focus: null }
        : await focused(plan, plan.rounds, options, progress);
    if (focus !== null) simulated = { done: trained.simulations, failed: (simulated.failed ?? 0) + focus.failed };
    const failures = failuresText(simulated.failed ?? 0, simulated.done);
    if (failures !== null) {
      progress.clear();
      console.error(failures);
    }
    const further = more ? await toldOfMore(trained, progress, say) : null;
    const judge = judgeOf(trained.session, pool, checks);
    const answers = await answer(plan, trained, { file, table }, samples, judge);
    file.finish();
    writeSummaries?.(table.csv(answers.map((one, i) => summarised(one, plan.asked[i]))));
    progress.clear();
    for (const line of linesOf(answers.map((one) => ({ name: nameOf(one), verdict: one.checks.verdict })))) {
      console.error(line);
    }
    if (writeReport !== null) {
      progress.say('Checking calibration on fresh simulations');
      writeReport(await reportOf(plan, trained, answers, simulated.failed ?? 0, focus, further));
    }
    trained.session.close();
    trained.session.dispose();
  } finally {
    unwatch();
    file.abandon();
    pool.terminate();
    progress.clear();
  }
}

function budgetOf({ resume, deadlineSeconds }: InferPlan) {
  return { resume, deadlineSeconds: deadlineSeconds ?? undefined };
}

/** Trains on parts of the simulations, too, and says what more would bring. */
async function toldOfMore(
  { session, seconds }: TrainedStudy,
  progress: ProgressLine,
  say: (sentence: string) => void,
): Promise<MoreSimulations> {
  say(`Training on a quarter and on half of the simulations, about ${Math.ceil(2 * seconds)} s.`);
  const more = await trainOnParts(session, new AbortController().signal, (fraction) => {
    progress.say(`Networks on parts of the simulations: ${Math.round(100 * fraction)} %`);
  });
  say(`${more.sentence} ${more.training}`);
  return more;
}

interface Focused extends FocusReport {
  /** Simulations that failed after the first round. */
  readonly failed: number;
}

/** Trains in rounds, and tells of each. */
async function focused(
  { study, asked }: InferPlan,
  { count, simulations }: NonNullable<InferPlan['rounds']>,
  options: Parameters<typeof trainRounds>[1],
  progress: ProgressLine,
): Promise<{ readonly trained: TrainedStudy; readonly focus: Focused }> {
  const { s } = asked[0].observation;
  const trained = await trainRounds(study, options, {
    sizes: roundSizes(simulations, count),
    s,
    onRound(record) {
      progress.clear();
      console.error(roundText(record, count));
    },
  });
  const { session, region, records: rounds } = trained;
  const edge = await regionEdge(region, (n) => session.answers.keep(s, n, 0));
  // The region's networks stay: the checks draw in it.
  progress.clear();
  console.error(
    'This network answers this observation alone. No round looks outside the first region: a part of the posterior that the first network missed altogether is missing here too, and none of the checks would see it.',
  );
  if (edge.verdict.level !== 'good') console.error(edge.verdict.sentence);
  return { trained, focus: { rounds, edge, failed: rounds.reduce((sum, { failed }) => sum + failed, 0) } };
}

function roundText({ round, inside, share }: RoundRecord, rounds: number): string {
  return `Round ${round} of ${rounds}: the region of this observation holds ${shareText(share)} of the prior; ${inside} simulations lie in it.`;
}

async function answer(
  { system, study, asked }: InferPlan,
  { session }: TrainedStudy,
  to: { readonly file: SamplesFile; readonly table: Summaries },
  samples: number,
  judge: Judge,
): Promise<Answer[]> {
  const dim = system.parameters(study.problem.design).length;
  const answers: Answer[] = [];
  /** The rows of a file have their notices in common, and so have most files of one kind. */
  const said = new Map<string, Set<string>>();
  for (const [i, { file, row, observation }] of asked.entries()) {
    const { draws, milliseconds } = await session.answers.keep(observation.s, samples, i);
    const path = to.file.write(i + 1, draws, dim);
    to.table.add(draws, dim);
    const checks = await judge(observation);
    answers.push({ file, row, samples: path, seconds: milliseconds / 1000, notices: observation.notices, checks });
    for (const notice of observation.notices) {
      said.set(notice, (said.get(notice) ?? new Set()).add(file));
    }
  }
  for (const [notice, files] of said) console.error(`${listed([...files], MOST_FILES, (name) => name)}: ${notice}`);
  return answers;
}

/** What stderr calls an observation. */
function nameOf({ file, row }: Answer): string {
  return row === null ? file : `${file}, row ${row}`;
}

function summarised(answer: Answer, { observation }: AskedObservation): SummarisedAnswer {
  return { name: nameOf(answer), truth: observation.truth, checks: answer.checks };
}

/** No result may take the place of what it is made from, or of another result. */
function refuseOverwriting(
  {
    out,
    report,
    summaries,
    source,
    observations,
  }: Pick<InferArguments, 'out' | 'report' | 'summaries' | 'source' | 'observations'>,
  folder: string,
): void {
  const read: NamedPath[] = observations.map((path) => ({ option: 'observation', path }));
  if (source.kind === 'study') read.push({ option: 'study', path: source.file });
  const table = source.kind === 'table' ? source.file : source.kind === 'study' ? source.table : null;
  if (table !== null) read.push({ option: 'table', path: table });
  const write: NamedPath[] = [
    { option: 'summaries', path: summaries },
    { option: 'report', path: report },
  ].flatMap(({ option, path }) => (path === null ? [] : [{ option, path }]));
  if (isOneFile(resolve(folder, out))) refuseEqual(read, [{ option: 'out', path: out }, ...write], folder);
  else {
    refuseEqual(read, write, folder);
    refuseInside(out, [...read, ...write], folder);
  }
}

/** Begins a file before the training, so that a path that cannot be written is heard of in time. */
function textWriter(option: string, given: string, folder: string): (text: string) => void {
  const path = resolve(folder, given);
  const file = writable(option, given, () => {
    makeFolder(dirname(path));
    return new WholeFile(path);
  });
  return (text) =>
    written(option, given, () => {
      file.write(text);
      file.finish();
    });
}

function notify(progress: ProgressLine, event: TrainingEvent, seconds: number): void {
  const time = `${seconds.toFixed(0)} s`;
  if (event.kind === 'simulations') progress.say(`${time}: ${event.done} simulations`);
  if (event.kind === 'validation') {
    progress.say(`${time}: step ${event.step}, validation loss ${event.loss.toFixed(3)} nats`);
  }
  if (event.kind === 'notice') {
    progress.clear();
    console.error(event.message);
  }
}

async function main(): Promise<number> {
  // So that what was begun is taken back.
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.once(signal, () => process.exit(128 + number));
  }
  try {
    const args = parseArguments(process.argv.slice(2));
    if (args === null) {
      process.stdout.write(HELP);
      return DONE;
    }
    await infer(args, process.env.INIT_CWD ?? process.cwd());
    return DONE;
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : String(cause));
    return cause instanceof InputError ? WRONG_INPUT : FAILED;
  }
}

// The page's modules keep a message channel open, for which Node would wait.
process.exit(await main());
