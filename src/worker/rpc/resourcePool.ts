/** A fixed number of resources (workers), each used by one job at a time; jobs wait in order of arrival. */

export class ResourcePool<T> {
  readonly all: readonly T[];
  readonly #idle: T[];
  readonly #queue: ((resource: T) => void)[] = [];

  constructor(pool: readonly T[]) {
    this.all = pool;
    this.#idle = [...pool];
  }

  /**
   * Runs a job on the next free resource.
   * @throws (rejects) with an AbortError if the signal is aborted before the job has a resource; with what the job throws
   */
  async use<R>(job: (resource: T) => Promise<R>, signal?: AbortSignal): Promise<R> {
    const resource = await this.#acquire(signal);
    try {
      return await job(resource);
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#idle.push(resource);
      else next(resource);
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
      const take = (resource: T) => {
        signal?.removeEventListener('abort', leave);
        resolve(resource);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#queue.push(take);
    });
  }
}

function abortError(): Error {
  return new DOMException('The job was cancelled before a worker was free.', 'AbortError');
}
