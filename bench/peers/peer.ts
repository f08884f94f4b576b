/** Another package as a process of its own, which trains the same network a few steps at a time (peer.py). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { NetworkSpec } from '../../src/inference/flow/spec.ts';

export const FOLDER = 'bench/peers';
export const PYTHON = process.env.PEERS_PYTHON ?? 'python3';

/** The program that runs it, and its file in this folder. */
export type PeerProgram = readonly [command: string, file: string];

/** What a peer says of itself once it is ready. */
interface Greeting {
  readonly name: string;
  readonly parameters: number;
}

/** A running peer: one line of JSON for each line written. */
export class Peer {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(child: ChildProcess, answers: AsyncIterator<string>) {
    this.#process = child;
    this.#answers = answers;
  }

  /** @returns the peer and its greeting, or null if it is not installed */
  static async start(
    [command, file]: PeerProgram,
    spec: NetworkSpec,
    batch: number,
    rows: number,
  ): Promise<{ peer: Peer; greeting: Greeting } | null> {
    const { dim, context, embedding } = spec;
    const env = { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
    const child = spawn(command, [`${FOLDER}/${file}`], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    // An interpreter that is not there: the answers end at once. Writing to a peer that is gone says nothing new.
    child.on('error', () => {});
    child.stdin.on('error', () => {});
    const peer = new Peer(child, createInterface({ input: child.stdout })[Symbol.asyncIterator]());
    const greeting = await peer.#ask({ dim, context, embedding, ...spec.estimator, batch, rows });
    return greeting === null ? null : { peer, greeting: greeting as Greeting };
  }

  /** Takes the steps. @returns their processor time, ms */
  async train(steps: number): Promise<number> {
    const answer = await this.#ask(steps);
    if (typeof answer !== 'number') throw new Error('a peer stopped in the middle of the comparison');
    return answer;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin?.end();
    await once(this.#process, 'exit');
  }

  async #ask(question: unknown): Promise<unknown> {
    this.#process.stdin?.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#answers.next();
    return done === true ? null : JSON.parse(value);
  }
}
