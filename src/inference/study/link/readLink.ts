/**
 * The hash of a link as a study document, or everything that is wrong with it: unknown keys with the nearest known one, bad
 * values with key, value and range. It is all or nothing, and nothing in a link is believed: what was read goes through the
 * checks of a document.
 */
import * as v from 'valibot';
import { quoted, shown } from '../../math/shown.ts';
import { choiceFaults } from '../../learners/faults.ts';
import type { LearnerChoice } from '../../learners/learner.ts';
import { learnersFor } from '../../learners/registry.ts';
import { observedNuisances } from '../../observation/observation.ts';
import { readLaw } from '../../priors/lawText.ts';
import type { Prior } from '../../priors/prior.ts';
import { designProblems } from '../../simulators/designProblems.ts';
import { changedDesign, readDesignValue } from '../../simulators/designText.ts';
import { withLaw } from '../../simulators/nuisanceLaw.ts';
import { defaultProblem } from '../../simulators/problem.ts';
import { SystemCatalogue } from '../../simulators/catalogue.ts';
import { declarationProblems } from '../../simulators/own/declaration.ts';
import type { Script } from '../../simulators/own/scriptSystem.ts';
import type { DesignValue, NuisanceSetting, Problem, System } from '../../simulators/system.ts';
import { defaultTraining } from '../../training/defaults.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import { defaultTruth, FIRST_NOISE_SEED, FIRST_SEED } from '../defaults.ts';
import { type StudyReading, checkStudy, withObservation } from '../document/document.ts';
import { type LinkKey, observationKeys, studyKeys, trainingKeys, VERSION_KEY, viewKeys } from './linkKeys.ts';
import {
  choice,
  type Codec,
  didYouMean,
  entries,
  flag,
  nearest,
  numbers,
  oneOf,
  pairsOf,
  whole,
  words,
} from './linkText.ts';
import { unpack } from './packed.ts';
import { scriptRecord, seedLimits, sentencesOf, VERSION } from '../document/schema.ts';
import { defaultView } from '../document/view.ts';

/** Characters of a link that are looked at: far above what addresses hold. */
const LONGEST = 1_000_000;

/**
 * What a link means that names no system: the first one of the pages that wrote such links. It stays, whatever system the page
 * opens with.
 */
const UNNAMED = 'galaxy-bias';

/** Unknown keys beside which the nearest known one is named. */
const MOST_SUGGESTED = 12;

/** What a link holds. */
export type LinkReading =
  | (Extract<StudyReading, { ok: true }> & {
      /** The link's own simulator. It need not be in the catalogue. The page shows its text before it runs any of it. */
      readonly script?: Script;
    })
  | Extract<StudyReading, { ok: false }>;

/**
 * @param hash with or without its "#"
 * @param catalogue the systems that are listed there can be named; it is left as it is
 */
export function readLink(hash: string, catalogue: SystemCatalogue): LinkReading {
  if (hash.length > LONGEST) {
    return { ok: false, problems: [`The link has ${hash.length} characters; at most ${LONGEST} are read.`] };
  }
  const { pairs, problems } = pairsOf(hash);
  const link = new Link(pairs, problems);
  const version = link.take(VERSION_KEY, whole({ low: 1, high: Number.MAX_SAFE_INTEGER }), VERSION);
  if (version > VERSION) {
    return {
      ok: false,
      problems: [`v is ${version}, but this page reads links up to v=${VERSION}; open a newer version of the page.`],
    };
  }
  const ids = catalogue.listed.map(({ id }) => id);
  const script = scriptOf(link);
  // What a link brings along is made known to nobody else.
  const known = script === null ? catalogue : new SystemCatalogue(catalogue.listed);
  const system =
    script === null
      ? catalogue.get(link.take('system', oneOf(ids), ids.includes(UNNAMED) ? UNNAMED : ids[0]))
      : known.define({ kind: 'script', ...script });
  if (script !== null) link.take('system', oneOf([system.id]), system.id);
  if (problems.length > 0) return { ok: false, problems };
  const study = studyOf(link, system);
  const view = viewKeys.some(({ name }) => pairs.has(name)) ? fields(link, viewKeys, defaultView) : null;
  link.refuseUnknown(knownKeys(link, system, study?.problem ?? null));
  if (problems.length > 0 || study === null) return { ok: false, problems };
  const brought = script === null ? {} : { script };
  const checked = checkStudy({ kind: 'study', version: VERSION, study, ...brought, observation: null, view }, known);
  if (!checked.ok) return checked;
  const observation = observationOf(link, system, checked.document.study.problem);
  if (problems.length > 0) return { ok: false, problems };
  const reading = observation === null ? checked : withObservation(checked.document, observation, known);
  return reading.ok && script !== null
    ? { ...reading, script: { text: script.text, declaration: script.declaration } }
    : reading;
}

/** Null where the link brings no simulator, or one that cannot be read, which is then a problem. */
function scriptOf(link: Link): v.InferOutput<typeof scriptRecord> | null {
  const packed = link.pairs.get('script');
  if (packed === undefined) return null;
  const unpacked = unpack(packed);
  if (!unpacked.ok) {
    link.refuse('script', unpacked.problem);
    return null;
  }
  const parsed = v.safeParse(scriptRecord, unpacked.value);
  const faults = parsed.success
    ? declarationProblems(parsed.output.declaration)
    : sentencesOf(parsed.issues).map((fault) => fault.replace(/\.$/, ''));
  for (const fault of faults) link.refuse('script:', fault);
  return parsed.success && faults.length === 0 ? parsed.output : null;
}

/** The pairs of a link, and the problems found in them so far. */
class Link {
  readonly pairs: ReadonlyMap<string, string>;
  readonly #problems: string[];

  constructor(pairs: ReadonlyMap<string, string>, problems: string[]) {
    this.pairs = pairs;
    this.#problems = problems;
  }

  /** The value of a key; `otherwise` where it is missing, or bad, which is then a problem. */
  take<T>(key: string, codec: Pick<Codec<T>, 'read'>, otherwise: T): T {
    const text = this.pairs.get(key);
    if (text === undefined) return otherwise;
    const read = codec.read(text);
    if (read.ok) return read.value;
    this.refuse(key, read.problem);
    return otherwise;
  }

  /** @param problem to follow the key; no full stop */
  refuse(key: string, problem: string): void {
    this.#problems.push(sentence(`${shown(key)} ${problem}`));
  }

  refuseUnknown(known: readonly string[]): void {
    const all = new Set(known);
    let listed = false;
    for (const key of this.pairs.keys()) {
      if (all.has(key)) continue;
      // Looking for what was meant takes time: a few are enough.
      const near = this.#problems.length < MOST_SUGGESTED ? nearest(key, known) : null;
      const meant = near !== null ? `; ${didYouMean(near)}` : listed ? '' : `; ${choice(known)}`;
      listed ||= near === null;
      this.#problems.push(sentence(`${quoted(key)} is not known${meant}`));
    }
  }

  /** The keys that begin with "design.", "prior." or "learner.", without that. */
  under(prefix: 'design' | 'prior' | 'learner'): (readonly [string, string])[] {
    return [...this.pairs].flatMap(([key, text]) =>
      key.startsWith(`${prefix}.`) ? [[key.slice(prefix.length + 1), text] as const] : [],
    );
  }
}

/** A question keeps its mark. */
function sentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}

/** Null when the design is unsound, on which everything else depends. */
function studyOf(link: Link, system: System) {
  const problem = problemOf(link, system);
  if (problem === null) return null;
  const seed = link.take('seed', whole(seedLimits), FIRST_SEED);
  const ignored = link.take('ignored', words<string>(null), []);
  const learner = learnerOf(link, system);
  const study = { problem, training: trainingOf(link, system, problem), seed, ignored };
  return learner === null ? study : { ...study, learner };
}

/** Null: NPE, or a learner that the system does not have, which is then a problem. */
function learnerOf(link: Link, system: System): LearnerChoice | null {
  const text = link.pairs.get('learner');
  if (text === undefined) return null;
  const learner = learnersFor(system).find(({ id }) => id === text);
  if (learner === undefined) {
    const [fault] = choiceFaults(system, { id: text, settings: {} });
    link.refuse('learner:', fault);
    return null;
  }
  const settings: Record<string, DesignValue> = { ...learner.defaults };
  for (const [key, given] of link.under('learner')) {
    const field = learner.settings.find((candidate) => candidate.key === key);
    if (field === undefined) continue;
    const read = field.kind === 'switch' ? flag.read(given) : readDesignValue(field, given);
    if (read.ok) settings[key] = read.value;
    else link.refuse(`learner.${key}`, read.problem);
  }
  return { id: learner.id, settings };
}

function problemOf(link: Link, system: System): Problem | null {
  const changes: Record<string, DesignValue> = {};
  for (const [key, text] of link.under('design')) {
    const field = system.designFields.find((candidate) => candidate.key === key);
    if (field === undefined) continue;
    const read = field.kind === 'switch' ? flag.read(text) : readDesignValue(field, text);
    if (read.ok) changes[key] = read.value;
    else link.refuse(`design.${key}`, read.problem);
  }
  const design = changedDesign(system, changes);
  for (const key of Object.keys(changes)) {
    if (!Object.hasOwn(design, key)) link.refuse(`design.${key}`, 'has no meaning in this mode; leave it out');
  }
  const unsound = designProblems(design, system.designFields);
  for (const sentence of unsound) link.refuse('design:', sentence);
  if (unsound.length > 0) return null;
  const problem = defaultProblem(system, design);
  const priors: Record<string, Prior> = { ...problem.priors };
  const nuisances: Record<string, NuisanceSetting> = { ...problem.nuisances };
  for (const [key, text] of link.under('prior')) {
    const read = readLaw(text);
    if (!read.ok) link.refuse(`prior.${key}`, `is refused: ${read.problem}`);
    else if (Object.hasOwn(priors, key)) priors[key] = read.prior;
    else if (Object.hasOwn(nuisances, key)) nuisances[key] = withLaw(nuisances[key], read.prior);
  }
  return { ...problem, priors, nuisances };
}

function trainingOf(link: Link, system: System, { design }: Problem): TrainingSettings {
  const own = defaultTraining(system, design);
  if (!link.pairs.has('simulations')) return fields(link, trainingKeys, own);
  const [simulations, ...others] = trainingKeys;
  const given = fields(link, [simulations], own).simulations;
  return fields(link, others, defaultTraining(system, design, given));
}

function fields<R>(link: Link, keys: readonly LinkKey<R>[], record: R): R {
  return keys.reduce(
    (before, key) => link.take(key.name, { read: (text: string) => key.read(before, text) }, before),
    record,
  );
}

/** Null where the link says nothing of it. Not checked yet. */
function observationOf(link: Link, system: System, problem: Problem): unknown {
  const given = Object.keys(observationKeys).filter((key) => link.pairs.has(key));
  if (given.length === 0) return null;
  const packed = link.pairs.get('packed');
  if (packed === undefined) {
    const seed = link.take('noise', whole(seedLimits), FIRST_NOISE_SEED);
    const truth = link.take('truth', numbers, defaultTruth(system, problem.design));
    const eta = link.take('eta', numbers, [...observedNuisances(system, problem, seed)]);
    const moved = link.take('moved', entries, []);
    const added = link.take<number | undefined>('added', whole({ low: 1, high: 1e6 }), undefined);
    return { kind: 'simulated', truth, seed, eta, moved, ...(added === undefined ? {} : { noise: added }) };
  }
  const others = given.filter((key) => key !== 'packed');
  if (others.length > 0) link.refuse('packed', `holds the whole observation; leave out ${others.join(', ')}`);
  const unpacked = unpack(packed);
  if (unpacked.ok) return unpacked.value;
  link.refuse('packed', unpacked.problem);
  return null;
}

/** @param problem null where the design is unsound: any parameter may then be meant */
function knownKeys(link: Link, system: System, problem: Problem | null): string[] {
  const parameters =
    problem === null
      ? link.under('prior').map(([key]) => key)
      : [...system.parameters(problem.design), ...system.nuisances(problem.design)].map(({ key }) => key);
  return [
    ...Object.keys(studyKeys),
    ...system.designFields.map(({ key }) => `design.${key}`),
    ...parameters.map((key) => `prior.${key}`),
    ...learnersFor(system)
      .filter(({ id }) => id === link.pairs.get('learner'))
      .flatMap(({ settings }) => settings.map(({ key }) => `learner.${key}`)),
    ...trainingKeys.map(({ name }) => name),
    ...Object.keys(observationKeys),
    ...viewKeys.map(({ name }) => name),
    VERSION_KEY,
  ];
}
