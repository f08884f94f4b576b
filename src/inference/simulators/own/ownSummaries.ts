/**
 * Summaries that a simulator of one's own computes of its data, as its model gives them. They are computed where the simulator runs: a
 * simulation whose summaries fail has failed. Elsewhere none are known: those of the example that a declaration brings along may come
 * from a link or a file, and are not believed.
 */
import type { Random } from '../../math/random.ts';
import { sizeOf } from '../dataShape.ts';
import { type Declaration, shapeOf } from './declaration.ts';
import type { OwnProgram } from './ownProgram.ts';

export class OwnSummaries {
  readonly names: readonly string[];
  readonly #program: OwnProgram | null;
  readonly #elsewhere: string;
  /** Of the last simulation: whoever simulates asks for them next. */
  readonly #last: { readonly x: Float64Array; readonly s: Float64Array };
  #simulated = false;

  private constructor(
    names: readonly string[],
    declaration: Declaration,
    program: OwnProgram | null,
    elsewhere: string,
  ) {
    this.names = names;
    this.#program = program;
    this.#elsewhere = elsewhere;
    this.#last = { x: new Float64Array(sizeOf(shapeOf(declaration.data))), s: new Float64Array(names.length) };
  }

  /**
   * @param elsewhere what is said where they are asked for and the simulator does not run here
   * @returns null: the declaration has none
   */
  static of(declaration: Declaration, program: OwnProgram | null, elsewhere: string): OwnSummaries | null {
    const { summaries } = declaration;
    return summaries === undefined ? null : new OwnSummaries(summaries, declaration, program, elsewhere);
  }

  /** Writes x of one simulation. @throws SimulationFailure where it or its summaries fail; RangeError elsewhere */
  simulate(theta: ArrayLike<number>, random: Random, out: Float64Array): void {
    if (this.#program === null) throw new RangeError(this.#elsewhere);
    this.#simulated = false;
    this.#program.simulate(theta, random, out, this.#last.s);
    this.#last.x.set(out);
    this.#simulated = true;
  }

  /** Whether `summarise` answers here. */
  get known(): boolean {
    return this.#program !== null;
  }

  /** @throws SimulationFailure where they fail; RangeError where the simulator runs elsewhere */
  summarise(x: Float64Array, out: Float64Array): void {
    if (this.#simulated && same(this.#last.x, x)) out.set(this.#last.s);
    else if (this.#program?.summaries !== undefined) this.#program.summaries(x, out);
    else throw new RangeError(this.#elsewhere);
  }
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
