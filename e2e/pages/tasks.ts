/**
 * Tasks of the page's main thread, without those of the test itself, by the processor time that they took: on a machine whose cores are shared, the clock on the
 * wall also counts the time in which others computed. What a slower core or a shared cache costs is in the processor time too,
 * and is divided out: the unit is a reference that builds and lays out a drawing, as the figures do, and is timed now and then
 * between the tasks, in the same thread and by the same clock.
 */
import type { Browser, Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, as all times. */
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread. */
  readonly tdur?: number;
  readonly args?: { readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string } };
}

const MARK = 'reference, end of ';
/** What a task is started by when the test asks for something: to find an element costs up to 60 ms, which no user waits for. */
const TESTER = 'blink.mojom.DevToolsSession';
const REFERENCES = 4;

export class Tasks {
  readonly #page: Page;
  readonly #browser: Browser;

  private constructor(page: Page, browser: Browser) {
    this.#page = page;
    this.#browser = browser;
  }

  /** Records from now on, also over a navigation. */
  static async record(page: Page): Promise<Tasks> {
    const browser = page.context().browser();
    if (browser === null) throw new Error('Tasks can only be recorded in a browser of its own.');
    await browser.startTracing(page, {
      categories: ['disabled-by-default-devtools.timeline', 'blink.user_timing', 'toplevel'],
    });
    return new Tasks(page, browser);
  }

  /** Ends a part of the recording, and times the reference a few times. */
  async endOf(part: string): Promise<void> {
    for (let i = 0; i < REFERENCES; i++) await this.#page.evaluate(reference, MARK + part);
  }

  /** The tasks of each part, in units of the reference, the longest first. */
  async end(): Promise<ReadonlyMap<string, readonly number[]>> {
    const trace = await this.#browser.stopTracing();
    const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
    const marks = traceEvents.filter(({ name }) => name.startsWith(MARK)).toSorted((a, b) => a.ts - b.ts);
    if (marks.length === 0) throw new Error('No part has been ended: the reference is not known.');
    const [{ pid, tid }] = marks;
    const tasks = traceEvents.filter((event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid);
    const isReference = ({ ts, dur = 0 }: TraceEvent) => marks.some((mark) => mark.ts >= ts && mark.ts <= ts + dur);
    const asked = traceEvents.filter(({ args }) => args?.chrome_mojo_event_info?.mojo_interface_tag === TESTER);
    const isTester = ({ ts, dur = 0 }: TraceEvent) =>
      asked.some((event) => event.pid === pid && event.tid === tid && event.ts >= ts && event.ts <= ts + dur);
    const times = (of: readonly TraceEvent[]) => of.map(({ tdur = 0 }) => tdur).toSorted((a, b) => b - a);
    const references = times(tasks.filter(isReference));
    const unit = references[references.length >> 1];
    const ends = marks.filter((_, i) => i % REFERENCES === 0);
    return new Map(
      ends.map(({ name, ts: to }, i) => {
        const from = i === 0 ? 0 : ends[i - 1].ts;
        const own = tasks.filter((task) => task.ts > from && task.ts < to && !isReference(task) && !isTester(task));
        return [name.slice(MARK.length), times(own).map((time) => time / unit)];
      }),
    );
  }
}

/** Builds and lays out some hundred curves and texts, and takes them away: some 14 ms of an idle core of 2023. */
function reference(mark: string): void {
  performance.mark(mark);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  document.body.append(svg);
  for (let i = 0; i < 600; i++) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', `M${Array.from({ length: 40 }, (_, k) => `${k},${(i * k * 0.37) % 100}`).join('L')}`);
    const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    text.textContent = i.toFixed(3);
    svg.append(path, text);
  }
  svg.getBoundingClientRect();
  svg.remove();
}
