/** What every posterior of a design is conditional on besides the data, a sentence each. */
import type { Design, System } from './system.ts';

export function posteriorConditions(system: System, design: Design): readonly string[] {
  const { items, missing } = system.model(design);
  return [
    ...(system.conditions ?? []),
    ...(items === undefined
      ? []
      : [
          `The ${missing === true ? 'up to ' : ''}${items.count} ${items.name} of an observation are independent data of one truth, and their order makes no difference.`,
        ]),
  ];
}
