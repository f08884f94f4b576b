/** From the command line to a study and the observations that its network is to answer. */
import { isRemote } from '../../src/inference/simulators/remote/remoteSystem.ts';
import { posteriorConditions } from '../../src/inference/simulators/posteriorConditions.ts';
import { listed } from '../../src/inference/math/shown.ts';
import { outlyingText } from '../../src/inference/observation/outlyingValues.ts';
import { changedDesign } from '../../src/inference/simulators/designText.ts';
import { withLaw } from '../../src/inference/simulators/nuisanceLaw.ts';
import { defaultProblem, designDifferences, validateProblem } from '../../src/inference/simulators/problem.ts';
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import type { Design, Problem, System } from '../../src/inference/simulators/system.ts';
import type { Study } from '../../src/inference/study/study.ts';
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';
import { defaultTraining, freshTraining, trainingLimits } from '../../src/inference/training/defaults.ts';
import { type InferArguments, InputError } from './arguments.ts';
import { roundSizes } from '../headless/trainRounds.ts';
import { bridgeFrom } from './bridge.ts';
import { designChange, keyAndValue, lawOf } from './laws.ts';
import { type AskedObservation, readObservations } from './observations.ts';
import type { BridgeConnection } from '../../src/worker/pool/remote/bridgeConnection.ts';
import type { TablePairs } from '../../src/worker/pool/tablePairs.ts';
import { simulatorFrom } from './simulator.ts';
import { studyFrom } from './studies.ts';
import { statedTable, tableOfStudy } from './tables.ts';

export interface InferPlan {
  readonly system: System;
  readonly study: Study;
  /** Training in rounds that are focused on the one observation; null: the network answers any. */
  readonly rounds: { readonly count: number; readonly simulations: number } | null;
  /** Null: the study's own budget. */
  readonly deadlineSeconds: number | null;
  readonly asked: readonly AskedObservation[];
  /** The state of a network that is there already; null: it is trained from the start. */
  readonly resume: TrainerSnapshot | null;
  /** Simulations made elsewhere; null: a simulator makes them. */
  readonly table: TablePairs | null;
  /** How a simulator outside of this program is reached; null: there is none. */
  readonly bridge: BridgeConnection | null;
  /** What was assumed about the simulations or left out of them, a sentence each. */
  readonly notices: readonly string[];
}

/**
 * @param folder that relative paths start from
 * @param catalogue knows the plan's system afterwards
 * @throws InputError
 */
export async function planOf(
  { source, observations }: Pick<InferArguments, 'source' | 'observations'>,
  folder: string,
  catalogue: SystemCatalogue,
): Promise<InferPlan> {
  if (source.kind === 'study') {
    const { study, resume } = await studyFrom(source.file, folder, catalogue);
    const system = catalogue.get(study.problem.system);
    if (isRemote(system.id)) {
      throw new InputError(
        `${source.file} is of a simulator that runs behind a bridge: start it, and give its link by --bridge.`,
      );
    }
    if (system.apart) {
      throw new InputError(
        `${source.file} holds a simulator that somebody wrote, and a study file does not run one here: read its text, save it as a file, and give that by --simulator.`,
      );
    }
    const table = await tableOfStudy(system, source.table, folder);
    if (table?.missing && !resume?.finished) {
      throw new InputError(
        `${source.file} belongs to a table of simulations and is not fully trained: give the table by --table.`,
      );
    }
    const { asked } = await readObservations(system, study.problem.design, 'all', observations, folder, catalogue);
    const notices = [...posteriorConditions(system, study.problem.design), ...outlyingText(system.outlying ?? [])];
    return { system, study, rounds: null, deadlineSeconds: null, asked, resume, table, bridge: null, notices };
  }
  if (source.kind === 'table') {
    const { pairs: table, notices } = await statedTable(source, folder, catalogue);
    const { system } = table;
    const { defaultDesign: design } = system;
    const most = system.budget(design).simulations;
    if (source.simulations !== null && source.simulations > most) {
      throw new InputError(
        `--simulations is ${source.simulations}; the table has ${most} to train on, the others are for checks.`,
      );
    }
    const { asked } = await readObservations(system, design, 'all', observations, folder, catalogue);
    const usual = defaultTraining(system, design, source.simulations ?? undefined);
    const training = { ...usual, members: source.members ?? usual.members };
    const study = { problem: defaultProblem(system, design), training, seed: source.seed };
    return { system, study, rounds: null, deadlineSeconds: null, asked, resume: null, table, bridge: null, notices };
  }
  const outside = source.bridge === null ? null : await bridgeFrom(source.bridge, catalogue);
  const own = source.simulator === null ? null : await simulatorFrom(source.simulator, folder, catalogue);
  const system = outside?.system ?? own ?? knownSystem(source.system, catalogue);
  const chosen = designFrom(system, source.design);
  const keys = source.design.map((text) => keyAndValue('design', text)[0]);
  // A design that is wrong in itself must be refused before a file is read by it.
  refuse(validateProblem(system, defaultProblem(system, chosen)));
  const { asked, design } = await readObservations(system, chosen, keys, observations, folder, catalogue);
  const notices = [...posteriorConditions(system, design), ...ofFiles(system, design, chosen)];
  const problem = withPriors(system, defaultProblem(system, design), source.priors);
  refuse(validateProblem(system, problem));
  const { freshSeconds, members, seed } = source;
  if (source.rounds > 1) {
    const simulations = source.simulations ?? system.budget(design).simulations;
    const first = firstOfRounds(simulations, source.rounds, asked.length);
    const study = { problem, training: { ...defaultTraining(system, design, first), members }, seed };
    const rounds = { count: source.rounds, simulations };
    return {
      system,
      study,
      rounds,
      deadlineSeconds: null,
      asked,
      resume: null,
      table: null,
      bridge: outside?.connection ?? null,
      notices,
    };
  }
  const training =
    freshSeconds === null ? defaultTraining(system, design, source.simulations ?? undefined) : freshTraining();
  const study = { problem, training: { ...training, members }, seed };
  return {
    system,
    study,
    rounds: null,
    deadlineSeconds: freshSeconds,
    asked,
    resume: null,
    table: null,
    bridge: outside?.connection ?? null,
    notices,
  };
}

/** Simulations of the first round. @throws InputError for more observations than one, or too few simulations */
function firstOfRounds(simulations: number, rounds: number, observations: number): number {
  if (observations !== 1) {
    throw new InputError(
      `--rounds trains for one observation, and ${observations} are given: leave out --rounds, or name them one at a time.`,
    );
  }
  const [first] = roundSizes(simulations, rounds);
  const least = trainingLimits.simulations.low;
  if (Math.floor(simulations / rounds) >= least) return first;
  throw new InputError(
    `--simulations is ${simulations}, ${Math.floor(simulations / rounds)} for each of ${rounds} rounds; give at least ${least * rounds}, or fewer rounds.`,
  );
}

/** What the observations have made of the design, a sentence. */
function ofFiles({ designFields }: System, design: Design, asked: Design): string[] {
  const changed = designDifferences(design, asked, designFields);
  if (changed.length === 0) return [];
  const fields = changed.map(({ key, a, b }) => `${key} = ${String(a)} instead of ${String(b)}`);
  return [`The network is trained for the design of the observations: ${listed(fields, fields.length)}.`];
}

function knownSystem(id: string, { listed }: SystemCatalogue): System {
  const system = listed.find((candidate) => candidate.id === id);
  if (system !== undefined) return system;
  const known = listed.map((candidate) => candidate.id).join(', ');
  throw new InputError(`There is no system "${id}"; choose among ${known}.`);
}

function designFrom(system: System, texts: readonly string[]): Design {
  return changedDesign(system, Object.fromEntries(texts.map((text) => designChange(system.designFields, text))));
}

function withPriors(system: System, problem: Problem, texts: readonly string[]): Problem {
  const { design } = problem;
  const keys = system.parameters(design).map(({ key }) => key);
  const nuisanceKeys = system.nuisances(design).map(({ key }) => key);
  let { priors, nuisances } = problem;
  for (const text of texts) {
    const [key, value] = keyAndValue('prior', text);
    const law = lawOf(key, value);
    if (keys.includes(key)) priors = { ...priors, [key]: law };
    else if (nuisanceKeys.includes(key)) {
      nuisances = { ...nuisances, [key]: withLaw(nuisances[key], law) };
    } else {
      throw new InputError(
        `--prior: this design has no parameter "${key}"; choose among ${[...keys, ...nuisanceKeys].join(', ')}.`,
      );
    }
  }
  return { ...problem, priors, nuisances };
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new InputError(problems.map((problem) => `${problem}.`).join('\n'));
}
