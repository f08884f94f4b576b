/** A fixed number of lanes (workers) that jobs take in turn: first come, first served, one job a lane. */

export class Lanes<T> {
  readonly all: readonly T[];
  readonly #idle: T[];
  readonly #queue: ((lane: T) => void)[] = [];

  constructor(lanes: readonly T[]) {
    this.all = lanes;
    this.#idle = [...lanes];
  }

  /**
   * Runs a job on the next free lane.
   * @throws (rejects) with an AbortError if the signal is aborted before the job has a lane; with what the job throws
   */
  async use<R>(job: (lane: T) => Promise<R>, signal?: AbortSignal): Promise<R> {
    const lane = await this.#acquire(signal);
    try {
      return await job(lane);
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#idle.push(lane);
      else next(lane);
    }
  }

  #acquire(signal: AbortSignal | undefined): Promise<T> {
    if (signal?.aborted) return Promise.reject(abortError());
    const idle = this.#idle.pop();
    if (idle !== undefined) return Promise.resolve(idle);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(take), 1);
        reject(abortError());
      };
      const take = (lane: T) => {
        signal?.removeEventListener('abort', leave);
        resolve(lane);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#queue.push(take);
    });
  }
}

function abortError(): Error {
  return new DOMException('The job was cancelled before a worker was free.', 'AbortError');
}
