/**
 * The systems that one realm knows: the page, the engine worker, a simulation worker, the worker that reads files, a program.
 * Each makes its own catalogue at its start and passes it to whoever looks a system up by its id. What one realm has defined
 * another does not know: messages carry the source, and the receiver defines it.
 */
import { systems } from './registry.ts';
import { idOf, nameOfUnknown, type SystemSource, systemOf } from './source.ts';
import type { System } from './system.ts';

export class SystemCatalogue {
  /** Those that a user can choose from, in the order of the gallery. They are known from the start. */
  readonly listed: readonly System[];
  readonly #known = new Map<string, { readonly source: SystemSource; readonly system: System }>();

  constructor(listed: readonly System[] = systems) {
    this.listed = listed;
    for (const system of listed) this.#known.set(system.id, { source: { kind: 'built-in', id: system.id }, system });
  }

  /**
   * Makes a system known here.
   * @returns the same one for the same source
   * @throws RangeError where there is no such system
   */
  define(source: SystemSource): System {
    const known = this.#known.get(idOf(source));
    if (known !== undefined) return known.system;
    const system = systemOf(source);
    this.#known.set(system.id, { source, system });
    return system;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** @throws RangeError that names the known systems, when there is none of that id */
  get(id: string): System {
    return this.#of(id).system;
  }

  /** What another realm needs to define the system. @throws RangeError as `get` does */
  sourceOf(id: string): SystemSource {
    return this.#of(id).source;
  }

  /** The system's name; of one that is not known here, that of its kind, else the id. */
  nameOf(id: string): string {
    return this.#known.get(id)?.system.name ?? nameOfUnknown(id);
  }

  #of(id: string) {
    const known = this.#known.get(id);
    if (known === undefined) {
      const ids = [...this.#known.keys()].join(', ');
      throw new RangeError(`There is no system "${id}"; it must be one of ${ids}.`);
    }
    return known;
  }
}

/**
 * To read a link with that names a system which is not listed: one that the user has made. Links from elsewhere name listed ones only.
 */
export function withSystem(catalogue: SystemCatalogue, system: System): SystemCatalogue {
  return catalogue.listed.includes(system) ? catalogue : new SystemCatalogue([...catalogue.listed, system]);
}
