/**
 * Designs that files declare: field by field in the system's own order, so that a change of mode has filled in what
 * depends on it before the next field is set; then every value is held against the field's range.
 */
import type { Design, DesignField, DesignValue, FileProblem, System } from '../simulators/system.ts';
import { bad, good } from './rawTable.ts';
import type { Outcome } from './rawTable.ts';

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

/** What is wrong with the first design field that is out of range, or null. */
export function problemOfDesign(system: System, design: Design): FileProblem | null {
  for (const field of system.designFields) {
    if (field.when && !field.when(design)) continue;
    const value = design[field.key];
    const remedy = remedyOfField(field, value, design);
    if (remedy === null) continue;
    const problem = `The file declares a design that ${system.name} does not offer: ${field.label}.`;
    return { column: `design.${field.key}`, value: String(value), problem, remedy };
  }
  return null;
}

function remedyOfField(field: DesignField, value: DesignValue | undefined, design: Design): string | null {
  switch (field.kind) {
    case 'number': {
      const inside = typeof value === 'number' && value >= field.low && value <= field.high;
      if (inside && (!field.integer || Number.isInteger(value))) return null;
      const unit = field.unit === '' ? '' : ` ${field.unit}`;
      return `It must be ${field.integer ? 'a whole number' : 'a number'} from ${field.low} to ${field.high}${unit}.`;
    }
    case 'choice':
      return field.options.some((option) => option.value === value)
        ? null
        : `It must be one of ${field.options.map((option) => `"${option.value}"`).join(', ')}.`;
    case 'switch':
      return typeof value === 'boolean' ? null : 'It must be true or false.';
    case 'numbers': {
      const length = field.length(design);
      const fits = Array.isArray(value) && value.length === length && value.every(Number.isFinite);
      return fits ? null : `It must be a list of ${length} finite numbers.`;
    }
    default:
      return field satisfies never;
  }
}
