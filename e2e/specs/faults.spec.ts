/**
 * Nested workers that fail while a network trains: the page does not stop, and the run ends with the losses of one that
 * nothing has disturbed. What the whole engine worker does when it fails is in crash.spec.ts.
 */
import type { Browser } from '@playwright/test';
import { type Trace, tracesOf } from '../pages/chart.ts';
import { type Fault, failNested, watchNestedWorkers } from '../pages/nestedWorkers.ts';
import { Playground } from '../pages/playground.ts';
import { asReturning, expect, test } from '../pages/test.ts';

/** 432 steps; every epoch has simulations of its own, so that workers simulate until shortly before the end. */
const STUDY = '/#system=galaxy-bias&seed=8&simulations=1000&epochs=60&batchSize=50&fresh=1&retrain=0';
/** 5,400 steps: two threads take seconds for them, so that the one that fails at step 100 is needed. */
const LONG_STUDY = '/#system=galaxy-bias&seed=8&simulations=10000&epochs=30&batchSize=50&retrain=0';

interface Run {
  readonly losses: readonly Trace[];
  readonly engine: string;
  readonly messages: readonly string[];
}

/** Trains the study in a browser of its own to the end. @param disturb called again and again while it trains */
async function train(
  browser: Browser,
  twoThreads: boolean,
  disturb: (playground: Playground, step: number) => Promise<void>,
): Promise<Run> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await asReturning(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await watchNestedWorkers(page, twoThreads);
  await page.goto(twoThreads ? LONG_STUDY : STUDY);
  const playground = new Playground(page);
  const { header, check } = playground;
  await header.waitForSteps(1);
  while (!/done|stopped early/.test(await header.state())) {
    await disturb(playground, await header.steps());
    await page.waitForTimeout(50);
  }
  const engine = (await header.engine.getAttribute('aria-label')) ?? '';
  await expect.poll(async () => (await tracesOf(check.loss))[0]?.x.at(-1)).toBeGreaterThan(400);
  const losses = await tracesOf(check.loss);
  const messages = await page
    .getByRole('paragraph')
    .filter({ hasText: /stopped|failed|again/ })
    .allTextContents();
  expect(complaints).toEqual([]);
  await context.close();
  return { losses, engine, messages };
}

/** Fails a nested worker once when each of the given steps has been reached. */
function failingAt(steps: readonly number[], kind: 'simulation' | 'training thread', fault: Fault) {
  const left = [...steps];
  return async (playground: Playground, step: number) => {
    if (left.length === 0 || step < left[0]) return;
    left.shift();
    await failNested(playground.engineWorker(), kind, fault);
  };
}

test('simulation workers that throw or end change no loss', { tag: '@slow' }, async ({ browser }) => {
  test.setTimeout(400_000);
  const undisturbed = await train(browser, false, async () => {});
  const thrown = await train(browser, false, failingAt([60, 120, 180, 240], 'simulation', 'throw'));
  expect(thrown).toEqual(undisturbed);
  // Nothing is heard of a worker that was ended: after 20 s of silence another does its work.
  const ended = await train(browser, false, failingAt([100], 'simulation', 'end'));
  expect(ended).toEqual(undisturbed);
});

test('a training thread that ends leaves WebAssembly with one thread, not with another engine', async ({ browser }) => {
  test.setTimeout(400_000);
  let threads = '';
  const fail = failingAt([100], 'training thread', 'end');
  const run = await train(browser, true, async (playground, step) => {
    if (threads === '') threads = (await playground.header.engine.getAttribute('aria-label')) ?? '';
    await fail(playground, step);
  });
  expect(threads).toContain('2 threads');
  expect(run.engine).toMatch(/^Engine: WebAssembly/);
  expect(run.engine).not.toContain('threads');
  expect(run.messages.join(' ')).toMatch(/training continues from step [\d,]+ on WebAssembly with one thread/);
});
