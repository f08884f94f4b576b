/** Changes of a design as a person writes them, in a link or on a command line: "bins" = "12", "rsd" = "true". */
import { quoted } from '../math/shown.ts';
import type { Design, DesignField, DesignValue, System } from './system.ts';

export type DesignValueReading =
  | { readonly ok: true; readonly value: DesignValue }
  /** What is wrong, with the remedy; no full stop. */
  | { readonly ok: false; readonly problem: string };

/** Reads the form alone: whether the value is in its range is for `designProblems`. */
export function readDesignValue(field: DesignField, text: string): DesignValueReading {
  const given = quoted(text);
  switch (field.kind) {
    case 'number': {
      const value = numberOf(text);
      return Number.isNaN(value) ? refused(`is ${given}; give a number`) : { ok: true, value };
    }
    case 'numbers': {
      const values = text.split(',').map(numberOf);
      return values.some(Number.isNaN)
        ? refused(`is ${given}; give numbers, separated by commas`)
        : { ok: true, value: values };
    }
    case 'switch':
      if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' };
      return refused(`is ${given}; it is either true or false`);
    case 'choice':
      return { ok: true, value: text };
    default:
      return field satisfies never;
  }
}

export function designValueText(value: DesignValue): string {
  return typeof value === 'object' ? value.join(',') : String(value);
}

/**
 * The system's default design with some fields changed. A field's default may depend on those before it in `ORDER` (the number
 * of sites on the mode, the initial state on the number of sites): the design is completed after each kind.
 */
export function changedDesign(system: System, changes: Readonly<Record<string, DesignValue>>): Design {
  let design = system.defaultDesign;
  for (const kinds of ORDER) {
    const keys = system.designFields.filter(({ key, kind }) => kinds.includes(kind) && Object.hasOwn(changes, key));
    if (keys.length === 0) continue;
    const changed = { ...design, ...Object.fromEntries(keys.map(({ key }) => [key, changes[key]])) };
    design = system.completeDesign?.(changed) ?? changed;
  }
  return design;
}

/** The fewest changes of the system's default design that give this one, which must be complete. */
export function designChanges(system: System, design: Design): Record<string, DesignValue> {
  let changes: Record<string, DesignValue> = {};
  for (const kinds of ORDER) {
    const before = changedDesign(system, changes);
    const keys = system.designFields.filter(
      ({ key, kind }) =>
        kinds.includes(kind) &&
        Object.hasOwn(design, key) &&
        JSON.stringify(before[key]) !== JSON.stringify(design[key]),
    );
    changes = { ...changes, ...Object.fromEntries(keys.map(({ key }) => [key, design[key]])) };
  }
  return changes;
}

const ORDER: readonly (readonly DesignField['kind'][])[] = [['choice', 'switch'], ['number'], ['numbers']];

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function refused(problem: string): DesignValueReading {
  return { ok: false, problem };
}
