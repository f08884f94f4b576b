/**
 * Designs that files declare: field by field in the system's own order, so that a change of mode has filled in what
 * depends on it before the next field is set; then the whole design is checked.
 */
import { designProblems } from '../simulators/designProblems.ts';
import type { Design, DesignField, DesignValue, FileProblem, System } from '../simulators/system.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';

/** The design that comes from setting the declared fields on top of `design`. */
export function declareDesign(
  system: System,
  design: Design,
  declared: Readonly<Record<string, DesignValue>>,
): Outcome<Design> {
  const known = new Set([...system.designFields.map(({ key }) => key), ...Object.keys(system.defaultDesign)]);
  for (const key of Object.keys(declared)) {
    if (!known.has(key)) {
      const remedy = `Remove it. ${system.name} has the design fields ${[...known].join(', ')}.`;
      return bad({ column: `design.${key}`, problem: 'The design field is not known.', remedy });
    }
  }
  let result = design;
  for (const key of known) {
    if (!Object.hasOwn(declared, key)) continue;
    // A field that the design does not have as far as it is known by now says nothing: a list of all fields is no fault.
    const field = system.designFields.find((candidate) => candidate.key === key);
    if (field?.when && !field.when(result)) continue;
    const next = { ...result, [key]: declared[key] };
    result = system.completeDesign?.(next) ?? next;
  }
  const problem = problemOfDesign(system, result);
  return problem ? bad(problem) : good(result);
}

/** The first thing wrong with the design that a file declares, or null. */
export function problemOfDesign(system: System, design: Design): FileProblem | null {
  const [first] = designProblems(design, system.designFields);
  if (first === undefined) return null;
  return { problem: `${system.name} does not offer the design that the file declares.`, remedy: first };
}

/** The design fields among the metadata of a file, which are text, in their own types. */
export function designInText(
  system: System,
  metadata: Readonly<Record<string, string>>,
): Outcome<Readonly<Record<string, DesignValue>>> {
  const declared: Record<string, DesignValue> = {};
  for (const field of system.designFields) {
    if (!Object.hasOwn(metadata, field.key)) continue;
    const text = metadata[field.key].trim();
    const value = valueOf(field, text);
    if (value === null) {
      const remedy = `Write "# ${field.key}: ${FORMS[field.kind]}", or leave the line out.`;
      return bad({ column: field.key, value: text, problem: 'The design field cannot be read.', remedy });
    }
    declared[field.key] = value;
  }
  return good(declared);
}

/** How a design field is written in a line of metadata, by its kind. */
const FORMS: Readonly<Record<DesignField['kind'], string>> = {
  number: '1.5',
  choice: 'one of its options',
  switch: 'true',
  numbers: '1.5 2 0.3',
};

function valueOf(field: DesignField, text: string): DesignValue | null {
  switch (field.kind) {
    case 'number':
      return finite([text])?.[0] ?? null;
    case 'numbers':
      return finite(text.split(/[\s,;]+/));
    case 'choice':
      return text;
    case 'switch':
      return /^(true|yes|1)$/i.test(text) ? true : /^(false|no|0)$/i.test(text) ? false : null;
    default:
      return field satisfies never;
  }
}

function finite(texts: readonly string[]): number[] | null {
  const values = texts.map(Number);
  return texts.includes('') || !values.every(Number.isFinite) ? null : values;
}

/** Design values as such a line holds them: `designInText` reads them back. */
export function designAsText(design: Design): Record<string, string> {
  return Object.fromEntries(
    Object.entries(design).map(([key, value]) => [key, typeof value === 'object' ? value.join(' ') : String(value)]),
  );
}
