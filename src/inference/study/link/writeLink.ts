/**
 * A study document as the hash of a link. It says only what differs from what the system starts with, in keys that a teacher
 * would write by hand (linkKeys.ts); numbers of an observation that was not simulated go into `packed`. Of a nuisance
 * parameter only the part in force is said: its value while fixed, its prior while marginalised.
 */
import type { LearnerChoice } from '../../learners/learner.ts';
import { learnerById } from '../../learners/registry.ts';
import { observedNuisances } from '../../observation/observation.ts';
import type { ObservationRecord } from '../../observation/record.ts';
import { lawText } from '../../priors/lawText.ts';
import { changedDesign, designChanges, designValueText } from '../../simulators/designText.ts';
import { lawInForce } from '../../simulators/nuisanceLaw.ts';
import { defaultProblem } from '../../simulators/problem.ts';
import type { SystemCatalogue } from '../../simulators/catalogue.ts';
import type { SystemSource } from '../../simulators/source.ts';
import type { Problem, System } from '../../simulators/system.ts';
import { defaultTraining } from '../../training/defaults.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import { defaultTruth, FIRST_NOISE_SEED, FIRST_SEED } from '../defaults.ts';
import type { StudyDocument } from '../document/document.ts';
import { type LinkKey, trainingKeys, VERSION_KEY, viewKeys } from './linkKeys.ts';
import { entries, flag, hashOf, numbers } from './linkText.ts';
import { pack } from './packed.ts';
import { VERSION } from '../document/schema.ts';
import { defaultView } from '../document/view.ts';

/** Longer addresses are cut by some mail programs and chats. */
export const SAFE_LENGTH = 8000;
/** Beyond this some browsers refuse an address. */
export const LONGEST_LINK = 60_000;

type Pair = readonly [string, string];

/** @returns the hash without "#"; the same document always gives the same text */
export function writeLink({ study, observation, view }: StudyDocument, catalogue: SystemCatalogue): string {
  const { problem, training, seed, ignored = [], learner } = study;
  const system = catalogue.get(problem.system);
  return hashOf([
    ['system', system.id],
    ...(seed === FIRST_SEED ? [] : [['seed', String(seed)] as const]),
    ...problemPairs(system, problem),
    ...trainingPairs(system, problem, training),
    ...(ignored.length === 0 ? [] : [['ignored', ignored.join(',')] as const]),
    ...(learner === undefined ? [] : learnerPairs(learner)),
    ...(observation === null ? [] : observationPairs(system, problem, observation)),
    ...differences(viewKeys, view ?? defaultView, defaultView),
    ...scriptPairs(catalogue.sourceOf(problem.system)),
    // Last: a program that makes links of text takes a closing bracket at the end for its own.
    [VERSION_KEY, String(VERSION)],
  ]);
}

/** The text of a simulator of one's own goes with the link; whoever opens it is shown the text first. */
function scriptPairs(source: SystemSource): Pair[] {
  if (source.kind !== 'script') return [];
  const { language, text, declaration } = source;
  return [['script', pack({ language, text, declaration })]];
}

function problemPairs(system: System, { design, priors, nuisances }: Problem): Pair[] {
  const changes = designChanges(system, design);
  const defaults = defaultProblem(system, changedDesign(system, changes));
  const laws = (given: Problem) => [
    ...system.parameters(design).map(({ key }) => [key, lawText(given.priors[key])] as const),
    ...system.nuisances(design).map(({ key }) => [key, lawText(lawInForce(given.nuisances[key]))] as const),
  ];
  const before = new Map(laws(defaults));
  const fields = new Map(system.designFields.map((field) => [field.key, field]));
  return [
    ...Object.entries(changes).map(([key, value]): Pair => {
      const isSwitch = fields.get(key)?.kind === 'switch';
      return [`design.${key}`, isSwitch ? flag.write(value === true) : designValueText(value)];
    }),
    ...laws({ system: system.id, design, priors, nuisances })
      .filter(([key, law]) => law !== before.get(key))
      .map(([key, law]): Pair => [`prior.${key}`, law]),
  ];
}

/** Another number of simulations than the system's own brings settings of its own with it. */
function trainingPairs(system: System, { design }: Problem, training: TrainingSettings): Pair[] {
  const own = defaultTraining(system, design);
  const { simulations } = training;
  if (simulations === own.simulations) return differences(trainingKeys, training, own);
  return [
    ['simulations', String(simulations)],
    ...differences(trainingKeys, training, defaultTraining(system, design, simulations)),
  ];
}

function learnerPairs({ id, settings }: LearnerChoice): Pair[] {
  const { settings: fields, defaults } = learnerById(id);
  const changed = fields.filter(({ key }) => JSON.stringify(settings[key]) !== JSON.stringify(defaults[key]));
  return [
    ['learner', id],
    ...changed.map(({ key, kind }): Pair => {
      const value = settings[key];
      return [`learner.${key}`, kind === 'switch' ? flag.write(value === true) : designValueText(value)];
    }),
  ];
}

function observationPairs(system: System, problem: Problem, record: ObservationRecord): Pair[] {
  if (record.kind !== 'simulated' || record.x !== undefined) return [['packed', pack(record)]];
  const { truth, seed, eta, noise = 0 } = record;
  const moved = record.moved.flatMap(([at, value]) => (value === null ? [] : [[at, value] as const]));
  // An entry:value says of no entry that it is missing.
  if (moved.length < record.moved.length) return [['packed', pack(record)]];
  const pair = (key: string, text: string, usual: string): Pair[] => (text === usual ? [] : [[key, text]]);
  return [
    ...pair('truth', numbers.write(truth), numbers.write(defaultTruth(system, problem.design))),
    ...pair('noise', String(seed), String(FIRST_NOISE_SEED)),
    ...pair('eta', numbers.write(eta), numbers.write([...observedNuisances(system, problem, seed)])),
    ...pair('moved', entries.write(moved), ''),
    ...pair('added', String(noise), '0'),
  ];
}

function differences<R>(keys: readonly LinkKey<R>[], record: R, usual: R): Pair[] {
  return keys.flatMap((key) => {
    const text = key.write(record);
    return text === key.write(usual) ? [] : [[key.name, text] as const];
  });
}
