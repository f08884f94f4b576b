/**
 * Designs that files declare: field by field in the system's own order, so that a change of mode has filled in what
 * depends on it before the next field is set; then the whole design is checked.
 */
import { designProblems } from '../simulators/designProblems.ts';
import type { Design, DesignValue, FileProblem, System } from '../simulators/system.ts';
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
