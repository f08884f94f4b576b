/**
 * A study as a document: the JSON that the page saves, shares and opens, and that `npm run infer -- --study` runs. Reading
 * checks everything, since the text may have been edited by hand or come from a stranger: its form first (schema.ts), then
 * system, design, priors, observation and view. The same document always gives the same bytes.
 *
 *     {"kind": "study", "version": 2, "study": {"problem": …, "training": …, "seed": 1, "ignored": []},
 *      "observation": {…} or null, "view": {…} or null}
 *
 * Where the system is a table of simulations made elsewhere, "table" describes it (tableRecord.ts); where it is a simulator that the
 * user wrote, "script" holds its text and what it declares (simulators/own/).
 */
import * as v from 'valibot';
import { choiceFaults } from '../../learners/faults.ts';
import type { LearnerChoice } from '../../learners/learner.ts';
import { learnerById } from '../../learners/registry.ts';
import { among, listed, quoted } from '../../math/shown.ts';
import { readJson } from '../../observation/jsonText.ts';
import { type ObservationRecord, observationRecord, restoreObservation } from '../../observation/record.ts';
import { designProblems } from '../../simulators/designProblems.ts';
import { validateProblem } from '../../simulators/problem.ts';
import type { SystemCatalogue } from '../../simulators/catalogue.ts';
import { declarationProblems } from '../../simulators/own/declaration.ts';
import { isScript, type Script } from '../../simulators/own/scriptSystem.ts';
import { isRemote, type RemoteSimulator } from '../../simulators/remote/remoteSystem.ts';
import { idOf, type SystemSource } from '../../simulators/source.ts';
import type { Design, Problem, System } from '../../simulators/system.ts';
import type { TableDescription } from '../../simulators/table/tableDescription.ts';
import { isTable } from '../../simulators/table/tableSystem.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import { migrated } from './migrations.ts';
import { documentSchema, sentencesOf, VERSION } from './schema.ts';
import { sorted } from '../sorted.ts';
import type { Study } from '../study.ts';
import { keyed, recordOfTable, tableProblems, type TableRecord } from '../table/tableRecord.ts';
import { type ViewRecord, viewProblems, writtenView } from './view.ts';

export interface StudyDocument {
  readonly study: Study;
  /** Null: the system's first one (defaults.ts), or whatever else the reader asks about. */
  readonly observation: ObservationRecord | null;
  /** Null: as the page opens. */
  readonly view: ViewRecord | null;
}

export type StudyReading =
  | { readonly ok: true; readonly document: StudyDocument }
  /** One sentence each, with the place, the bad value and the remedy. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Unknown keys that a sentence repeats. */
const MOST_NAMED = 6;
/** Longer texts are not read: ten times a climate record with the most values that a design can have. */
export const LONGEST_STUDY = 20_000_000;

/** The document's text, keys sorted, with a line feed at its end. */
export function writeStudy({ study, observation, view }: StudyDocument, catalogue: SystemCatalogue): string {
  const described = membersOf(catalogue.sourceOf(study.problem.system));
  return `${JSON.stringify(sorted({ kind: 'study', version: VERSION, study, ...described, observation, view: view === null ? null : writtenView(view) }), null, 1)}\n`;
}

/** @param catalogue knows the document's system afterwards */
export function readStudy(text: string, catalogue: SystemCatalogue): StudyReading {
  if (text.length > LONGEST_STUDY) {
    return refused(`The text has ${text.length} characters; at most ${LONGEST_STUDY} are read: save the study again.`);
  }
  const content = readJson(text);
  if (!content.ok) return refused(`${content.problem.problem} Save the study again.`);
  return checkStudy(content.value, catalogue);
}

/** Reads the document's members, which may come from anywhere. @param catalogue as in `readStudy` */
export function checkStudy(content: unknown, catalogue: SystemCatalogue): StudyReading {
  const members = migrated(content);
  if (typeof members === 'string') return refused(members);
  const parsed = v.safeParse(documentSchema, members);
  if (!parsed.success) return { ok: false, problems: sentencesOf(parsed.issues) };
  const { study, table, script, remote, observation, view } = parsed.output;
  const source = sourceOf(study.problem.system, { table, script, remote }, catalogue);
  if (!('kind' in source)) return refusedFor(source);
  const system = catalogue.define(source);
  const problem = soundProblem(system, study.problem);
  if (!('system' in problem)) return refusedFor(problem);
  const problems = [
    ...ignoredProblems(system, problem, study.ignored),
    ...budgetProblems(system, problem, study.training),
    ...(study.learner === undefined ? [] : choiceFaults(system, study.learner)),
    ...(view === null ? [] : viewProblems(system, problem, view)),
  ];
  if (problems.length > 0) return refusedFor(problems);
  const document = { study: tidied(system, { ...study, problem }), observation: null, view };
  return observation === null ? { ok: true, document } : withRecord(system, document, observation);
}

/** What a document may say of a system that does not come with the program. */
interface SaidOfSystem {
  readonly table: TableRecord | undefined;
  readonly script: Script | undefined;
  readonly remote: RemoteSimulator | undefined;
}

/** Where the system of an id comes from, or what is wrong with it. Nothing but the document says what a table is. */
function sourceOf(
  id: string,
  { table, script, remote }: SaidOfSystem,
  { listed }: SystemCatalogue,
): SystemSource | readonly string[] {
  const given = `study.problem.system is ${quoted(id)}`;
  if (script !== undefined) {
    const unsound = declarationProblems(script.declaration);
    if (unsound.length > 0) return unsound.map((sentence) => `script.declaration: ${sentence}`);
    const scripted = { kind: 'script', language: 'javascript', ...script } as const;
    const own = idOf(scripted);
    return id === own ? scripted : [`${given}, but that of the script is "${own}"; save the study again`];
  }
  if (remote !== undefined) {
    const unsound = declarationProblems(remote.declaration);
    if (unsound.length > 0) return unsound.map((sentence) => `remote.declaration: ${sentence}`);
    const outside = { kind: 'remote', ...remote } as const;
    const own = idOf(outside);
    return id === own ? outside : [`${given}, but that of the simulator is "${own}"; save the study again`];
  }
  if (table === undefined) {
    if (listed.some((known) => known.id === id)) return { kind: 'built-in', id };
    if (isTable(id)) {
      return [`${given}, a table of simulations that the document does not describe; save the study again`];
    }
    if (isRemote(id)) return [`${given}, a simulator that the document does not describe; save the study again`];
    if (isScript(id)) return [`${given}, a simulator whose text the document does not hold; save the study again`];
    return [`${given}; it must be one of ${listed.map((known) => known.id).join(', ')}`];
  }
  const problems = tableProblems(table);
  if (problems.length > 0) return problems;
  const source = { kind: 'table', description: keyed(table) } as const;
  const own = idOf(source);
  return id === own ? source : [`${given}, but that of the table is "${own}"; save the study again`];
}

/** What a document says of its system beside the id. */
function membersOf(source: SystemSource): {
  readonly table?: Omit<TableDescription, 'key'>;
  readonly script?: Omit<SystemSource<'script'>, 'kind'>;
  readonly remote?: RemoteSimulator;
} {
  switch (source.kind) {
    case 'built-in':
      return {};
    case 'table':
      return { table: recordOfTable(source.description) };
    case 'script':
      return { script: { language: source.language, text: source.text, declaration: source.declaration } };
    case 'remote': {
      const { declaration, key, batch, block } = source;
      return { remote: { declaration, key, batch, block } };
    }
    default:
      return source satisfies never;
  }
}

/** A table has no more simulations than rows, and those of its own priors. */
function budgetProblems(system: System, { design }: Problem, training: TrainingSettings): string[] {
  if (system.recorded === undefined) return [];
  const { simulations, fresh, amortisesPriors } = training;
  const most = system.budget(design).simulations;
  return [
    ...(simulations <= most ? [] : [`study.training.simulations is ${simulations}; the table has ${most} to train on`]),
    ...(fresh || amortisesPriors ? ['study.training asks for simulations that the table does not have'] : []),
  ];
}

/** The document with an observation, which may come from anywhere. */
export function withObservation(
  document: StudyDocument,
  observation: unknown,
  catalogue: SystemCatalogue,
): StudyReading {
  const parsed = v.safeParse(observationRecord, observation);
  if (!parsed.success) return { ok: false, problems: sentencesOf(parsed.issues) };
  return withRecord(catalogue.get(document.study.problem.system), document, parsed.output);
}

function withRecord(system: System, document: StudyDocument, observation: ObservationRecord): StudyReading {
  const restored = restoreObservation(system, document.study.problem, observation);
  return restored.ok ? { ok: true, document: { ...document, observation } } : refusedFor(restored.problems);
}

/**
 * The problem with its design completed and its parts in the system's order, or what is wrong with it. Values that the
 * design's mode hides are checked too: the user may switch to it.
 */
function soundProblem(system: System, problem: Problem): Problem | readonly string[] {
  const present = system.designFields
    .filter((field) => Object.hasOwn(problem.design, field.key) || !field.when || field.when(problem.design))
    .map((field) => ({ ...field, when: undefined }));
  const ofDesign = designProblems(problem.design, present);
  if (ofDesign.length > 0) return ofDesign;
  const completed = system.completeDesign?.(problem.design) ?? problem.design;
  const design: Design = inOrder(
    completed,
    system.designFields.map(({ key }) => key),
  );
  const problems = validateProblem(system, { ...problem, design });
  if (problems.length > 0) return problems;
  return {
    system: system.id,
    design,
    priors: inOrder(
      problem.priors,
      system.parameters(design).map(({ key }) => key),
    ),
    nuisances: inOrder(
      problem.nuisances,
      system.nuisances(design).map(({ key }) => key),
    ),
  };
}

function ignoredProblems(system: System, { design }: Problem, ignored: readonly string[]): string[] {
  const known = system.nuisances(design).map(({ key }) => key);
  const unknown = ignored.filter((key) => !known.includes(key));
  const given = listed(unknown, MOST_NAMED, (key) => quoted(key));
  return unknown.length === 0 ? [] : [`study.ignored holds ${given}; ${among(known)}`];
}

/** Without a list of ignored nuisance parameters that ignores none, else with each named once, in the system's order. */
function tidied(system: System, { problem, training, seed, ignored = [], learner }: Study): Study {
  const keys = system.nuisances(problem.design).map(({ key }) => key);
  const named = keys.filter((key) => ignored.includes(key));
  return {
    problem,
    training,
    seed,
    ...(named.length > 0 ? { ignored: named } : {}),
    ...(learner === undefined ? {} : { learner: { id: learner.id, settings: orderedSettings(learner) } }),
  };
}

function orderedSettings({ id, settings }: LearnerChoice): Design {
  return inOrder(
    settings,
    learnerById(id).settings.map(({ key }) => key),
  );
}

function inOrder<T>(members: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(members, key) ? [[key, members[key]]] : [])));
}

function refused(problem: string): StudyReading {
  return { ok: false, problems: [problem] };
}

function refusedFor(sentences: readonly string[]): StudyReading {
  return { ok: false, problems: sentences.map((sentence) => `${sentence}.`) };
}
