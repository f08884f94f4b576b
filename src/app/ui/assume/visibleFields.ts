/** The design fields that exist for a design and are edited on the page. */
import type { Design, DesignField, System } from '../../../inference/simulators/system.ts';

export type EditableField = Exclude<DesignField, { kind: 'numbers' }>;

export function visibleFields(system: System, design: Design): EditableField[] {
  return system.designFields.filter(
    (field): field is EditableField => field.kind !== 'numbers' && (field.when?.(design) ?? true),
  );
}
