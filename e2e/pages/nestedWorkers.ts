/**
 * Faults in the workers that the engine worker starts: simulation workers and training threads. They are real nested
 * workers, which page scripts cannot reach, so that the engine's script gets a few lines in front that keep hold of them.
 */
import type { Page, Worker } from '@playwright/test';

interface Nested {
  readonly kind: string;
  readonly worker: { postMessage(message: unknown, transfer: unknown[]): void; terminate(): void };
}
interface Scope {
  readonly nested: Nested[];
}

/**
 * Makes the engine run on two threads, whatever the machine: the browser names three cores, and the clock by which the engines
 * are compared runs at a tenth of its speed while there are training threads.
 */
const TWO_THREADS = `
  Object.defineProperty(Object.getPrototypeOf(navigator), 'hardwareConcurrency', { get: () => 3 });
  const now = performance.now.bind(performance);
  let [last, shown] = [now(), now()];
  performance.now = () => {
    const time = now();
    const slow = globalThis.nested.some(({ kind, ended }) => kind === 'training thread' && !ended);
    shown += (time - last) * (slow ? 0.1 : 1);
    last = time;
    return shown;
  };
`;

/** In front of the engine's script. */
function prelude(twoThreads: boolean): string {
  return `
    globalThis.nested = [];
    globalThis.Worker = class extends Worker {
      constructor(url, options) {
        super(url, options);
        this.entry = { kind: options.name, worker: this, ended: false };
        globalThis.nested.push(this.entry);
      }
      terminate() {
        this.entry.ended = true;
        super.terminate();
      }
    };
    ${twoThreads ? TWO_THREADS : ''}
  `;
}

/** Call before the page is opened. */
export async function watchNestedWorkers(page: Page, twoThreads = false): Promise<void> {
  await page.route(/\/entry-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: prelude(twoThreads) + (await response.text()) });
  });
}

/** How a worker fails: an exception that nobody catches, or an end of which nothing is said. */
export type Fault = 'throw' | 'end';

/** Makes the latest nested worker of a kind fail. @returns how many of the kind have been started so far */
export function failNested(engine: Worker, kind: 'simulation' | 'training thread', fault: Fault): Promise<number> {
  return engine.evaluate(
    ({ kind, fault }) => {
      const alike = (globalThis as unknown as Scope).nested.filter((nested) => nested.kind === kind);
      const latest = alike.at(-1);
      if (latest === undefined) throw new Error(`No ${kind} worker has been started.`);
      // A message of a kind that it does not know is an error of the program, which it throws.
      if (fault === 'throw') latest.worker.postMessage({ kind: 'a message that nobody knows' }, []);
      else latest.worker.terminate();
      return alike.length;
    },
    { kind, fault },
  );
}
