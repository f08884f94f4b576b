/** What is wrong with a design: unknown and missing fields, values of the wrong kind or out of range. One sentence each. */
import { quoted, shown } from '../math/shown.ts';
import type { Design, DesignField, DesignValue } from './system.ts';

/**
 * Every problem of a design, [] if it is sound. Values of fields that this design does not have are let be.
 * @param what the sentences call it: the settings of a learner are described by such fields, too
 */
export function designProblems(design: Design, fields: readonly DesignField[], what = 'design'): string[] {
  const problems: string[] = [];
  const known = new Set(fields.map((field) => field.key));
  for (const key of Object.keys(design)) {
    if (!known.has(key)) {
      problems.push(
        `there is an unknown field ${quoted(key)} in the ${what}; remove it, or choose among ${list(known)}`,
      );
    }
  }
  for (const field of fields) {
    if (field.when && !field.when(design)) continue;
    if (field.otherwise !== undefined && !Object.hasOwn(design, field.key)) continue;
    const problem = Object.hasOwn(design, field.key)
      ? valueProblem(field, design[field.key], design)
      : `is missing from the ${what}; add it`;
    if (problem !== null) problems.push(`${field.label} (${field.key}) ${problem}`);
  }
  return problems;
}

function valueProblem(field: DesignField, value: DesignValue, design: Design): string | null {
  switch (field.kind) {
    case 'number': {
      const range = `${field.integer ? 'an integer' : 'a number'} from ${field.low} to ${field.high}`;
      const unit = field.unit === '' ? '' : ` ${field.unit}`;
      const isSound =
        typeof value === 'number' &&
        value >= field.low &&
        value <= field.high &&
        (!field.integer || Number.isInteger(value));
      return isSound ? null : `is ${show(value)}; enter ${range}${unit}`;
    }
    case 'choice': {
      const values = field.options.map((option) => option.value);
      return typeof value === 'string' && values.includes(value)
        ? null
        : `is ${show(value)}; choose among ${list(values)}`;
    }
    case 'switch':
      return typeof value === 'boolean' ? null : `is ${show(value)}; it is either true or false`;
    case 'numbers': {
      const length = field.length(design);
      if (typeof value !== 'object') return `is ${show(value)}; give a list of ${length} numbers`;
      if (value.length !== length) return `has ${value.length} numbers; this design needs ${length}`;
      const bad = value.findIndex((entry) => !Number.isFinite(entry));
      return bad < 0 ? null : `holds ${show(value[bad])} at place ${bad + 1}; its entries must be finite numbers`;
    }
    default:
      return field satisfies never;
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : shown(String(value));
}

function list(values: Iterable<string>): string {
  return [...values].map((value) => `"${value}"`).join(', ');
}
