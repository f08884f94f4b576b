/**
 * Lessons on the built page. Every lesson is walked to its end by its own demonstrations, and what it states is compared with
 * what the page has computed. LESSONS=all walks all of them, LESSON_SEED=1 with other seeds of data and training (npm run
 * lessons), LESSON=hikers one; otherwise the first, and in CI one more.
 */
import { LessonDock } from '../pages/lesson.ts';
import { expectAccessible } from '../pages/axe.ts';
import { Studies } from '../pages/studies.ts';
import { expect, test } from '../pages/test.ts';
import { lessons } from '../../src/lessons/registry.ts';

const seed = Number(process.env.LESSON_SEED ?? 0);
const only = process.env.LESSON;
/** Beside the first that of the checks, which has the most kinds of steps. All would take ten minutes more. */
const IN_CI: readonly number[] = [0, 8];

function isWalked({ id, number }: (typeof lessons)[number]): boolean {
  if (only !== undefined) return id === only;
  if (process.env.LESSONS === 'all' || number === 0) return true;
  return Boolean(process.env.CI) && IN_CI.includes(number);
}

const walked = lessons.filter(isWalked);

for (const lesson of walked) {
  test(`lesson ${lesson.number}, ${lesson.title}, is walked to its end, and its numbers hold`, async ({ page }) => {
    test.setTimeout(600_000);
    await page.goto(`/#lesson=${lesson.id}&step=1&seed=${seed}`);
    const dock = new LessonDock(page);
    const looked = new Set<string>();
    const unsound: unknown[] = [];
    for (const [i, step] of lesson.steps.entries()) {
      await dock.here(i + 1);
      await dock.demonstrate();
      await expect(dock.next, `step ${i + 1}, ${step.id}, is fulfilled by its demonstration`).not.toHaveAttribute(
        'aria-disabled',
        'true',
      );
      await expect(dock.dock, `step ${i + 1}, ${step.id}, says what was computed`).not.toContainText(
        /NaN|undefined|Infinity|could not compute/,
      );
      for (const claim of await dock.claims()) {
        const { found, stated, tolerance } = claim;
        if (found === null || Math.abs(found - stated) > tolerance) unsound.push({ step: step.id, ...claim });
      }
      if (seed === 0 && !looked.has(step.kind)) await expectAccessible(page, `${lesson.id}, ${step.id}`, 'aside');
      looked.add(step.kind);
      await dock.next.click();
    }
    await expect(dock.dock).toBeHidden({ timeout: 60_000 });
    expect(unsound).toEqual([]);
  });
}

test('the reader’s own trained study is the same bytes after a lesson, and after a reload in one', async ({
  playground,
  page,
}) => {
  test.setTimeout(240_000);
  const studies = new Studies(page);
  await playground.trainBriefly();
  const exported = async () => {
    await studies.open();
    const bytes = await studies.exported();
    await page.keyboard.press('Escape');
    return bytes;
  };
  const before = await exported();
  const address = await page.evaluate(() => location.hash);
  await studies.waitForAutosave('"epochs": 40');
  const dock = new LessonDock(page);
  await dock.goTo('ninety-seconds', 2);
  await dock.demonstrate();
  await dock.leave.click();
  await expect(dock.dock).toBeHidden();
  await expect.poll(() => page.evaluate(() => location.hash)).toBe(address);
  expect((await exported()).equals(before)).toBe(true);

  await dock.goTo('ninety-seconds', 2);
  await dock.demonstrate();
  await page.reload();
  await dock.here(2);
  await dock.leave.click();
  await expect(dock.dock).toBeHidden();
  expect((await exported()).equals(before)).toBe(true);
});

test('what the reader has written in the editor is the same bytes after a lesson that writes there', async ({
  playground,
  page,
}) => {
  test.setTimeout(240_000);
  const kept = () => page.evaluate(() => localStorage.getItem('posterior-playground.simulator'));
  const own = `// mine
export const parameters = { a: normal(0, 1) };
export const data = vector('x');
export const simulate = ({ a }, random) => [a + random.normal()];
`;
  const editor = page.getByRole('dialog', { name: 'Your own simulator' });
  const text = editor.getByRole('textbox', { name: 'Text of the simulator' });
  const open = async () => {
    await page.getByTitle('Choose a system (G)').click();
    await page
      .getByRole('region', { name: 'Your own simulator' })
      .getByRole('button', { name: 'Write your own simulator' })
      .click();
  };
  void playground;
  await open();
  await text.fill(own);
  await expect(editor.getByRole('region', { name: 'What it declares' })).toContainText('normal');
  await editor.getByRole('button', { name: 'Close' }).click();
  const before = await kept();
  expect(before).toContain('// mine');

  const dock = new LessonDock(page);
  await dock.goTo('your-own', 1);
  await expect(text).toContainText('random.binomial(20, 0.5)');
  await expect(editor.getByRole('button', { name: 'Use it' })).toHaveAttribute('aria-disabled', 'true');
  for (const step of [1, 2, 3]) {
    await dock.here(step);
    await dock.demonstrate();
    await expect(dock.next).not.toHaveAttribute('aria-disabled', 'true');
    // What the trial says that training takes is of the training that follows.
    if (step === 1) await expect(editor).toContainText('The 8,000 simulations of a training take about');
    if (step < 3) await dock.next.click();
  }
  // Back to the repair: the mistake is there again, and is not taken for what was repaired before.
  await dock.goTo('your-own', 2);
  await expect(text).toContainText('random.binomial(20, 0.5)');
  await expect(dock.dock.getByText('Done')).toBeHidden();
  expect(await kept()).toBe(before);
  await dock.leave.click();
  await expect(dock.dock).toBeHidden({ timeout: 60_000 });
  await expect(editor).toBeHidden();
  expect(await kept()).toBe(before);
  await open();
  await expect(text).toContainText('// mine');
});

test('a link to a lesson that there is not says so, and changes nothing', async ({ playground, page }) => {
  await page.evaluate(() => {
    location.hash = 'lesson=nothing&step=2';
  });
  await expect(playground.message(/There is no lesson "nothing"; choose among ninety-seconds/)).toBeVisible();
  await expect(new LessonDock(page).dock).toBeHidden();
});
