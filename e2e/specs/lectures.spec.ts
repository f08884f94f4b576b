/** Lectures on the built page: a step for a projector with its keys and its code, larger type, and handouts in print. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from '../pages/test.ts';

test.use({ viewport: { width: 1280, height: 720 } });

async function present(page: Page, lesson: string, step: number) {
  await page.goto(`/#lesson=${lesson}&step=${step}&lecture=1&seed=3`);
  const slide = page.getByRole('region', { name: 'Lecture' });
  await expect(slide.locator('footer b')).toHaveText(new RegExp(`^${step} / `), { timeout: 60_000 });
  await expect(slide).toHaveAttribute('data-preparing', 'false', { timeout: 60_000 });
  return slide;
}

test('a slide has the page out of reach, hides what would answer, and leads on by a clicker', async ({ page }) => {
  test.setTimeout(180_000);
  const slide = await present(page, 'trust', 2);
  expect(await page.locator('#root').evaluate((root) => (root as HTMLElement).inert)).toBe(true);
  // The histogram would show its verdict: the posterior stands in its place.
  await expect(slide.locator('[data-anchor="figure:calibration"]')).toHaveCount(0);
  await expect(slide.locator('[data-anchor="figure:posterior"] svg').first()).toBeVisible();
  await expectAccessible(page, 'a slide');
  // A key of the page does nothing now: Space would train.
  await page.keyboard.press('r');
  await page.keyboard.press('PageDown');
  await expect(slide.getByRole('button', { name: 'Next' })).toBeVisible({ timeout: 90_000 });
  await expect(slide.locator('[data-anchor="figure:calibration"]')).toHaveCount(1);
  await expect(slide.getByRole('listitem')).toHaveText([/High at both ends/]);
  await expectAccessible(page, 'a slide with its answer');
  await page.keyboard.press('PageUp');
  await expect(slide.locator('footer b')).toHaveText(/^1 \//);
  await page.keyboard.press('Escape');
  await expect(slide).toBeHidden();
  expect(await page.locator('#root').evaluate((root) => (root as HTMLElement).inert)).toBe(false);
});

test('truth, reference and posterior are on no slide before they are revealed', async ({ page }) => {
  test.setTimeout(180_000);
  const slide = await present(page, 'ninety-seconds', 3);
  const figure = slide.locator('[data-anchor="figure:posterior"]');
  await expect(figure.getByText('before seeing the data')).toBeVisible({ timeout: 30_000 });
  /** Posterior, reference and truth have these colours in the light theme, and nothing else has. */
  const coloured = async () => {
    const drawn = (await figure.innerHTML()).replaceAll(' ', '');
    const colours = { posterior: /0072b2|\(0,114,178/i, reference: /e69f00|\(230,159,0/i, truth: /d55e00|\(213,94,0/i };
    return Object.entries(colours).flatMap(([name, colour]) => (colour.test(drawn) ? [name] : []));
  };
  expect(await coloured()).toEqual([]);
  await expect(figure.getByText('the truth')).toHaveCount(0);
  await page.keyboard.press('PageDown');
  await expect(slide.getByRole('button', { name: 'Next' })).toBeVisible({ timeout: 90_000 });
  await expect.poll(coloured, { timeout: 30_000 }).toEqual(['posterior', 'reference', 'truth']);
});

test('the code of a step holds its address with the seed; type, theme and a black screen have keys', async ({
  page,
}) => {
  const slide = await present(page, 'ridge', 2);
  await page.keyboard.press('q');
  const code = page.getByRole('dialog', { name: 'QR code of this step' });
  const address = new URL('#lesson=ridge&step=2&seed=3', page.url()).href;
  await expect(code.getByRole('img', { name: `QR code of ${address}` })).toBeVisible();
  const { width, height } = (await code.locator('svg').boundingBox()) ?? { width: 0, height: 0 };
  expect(Math.min(width, height)).toBeGreaterThan(0.65 * 720);
  await expectAccessible(page, 'the code of a step');
  await page.keyboard.press('Escape');
  await expect(code).toBeHidden();
  const size = () => slide.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  const before = await size();
  await page.keyboard.press('+');
  await expect.poll(size).toBeGreaterThan(before);
  await expectAccessible(page, 'a slide in larger type');
  await page.keyboard.press('-');
  await expect.poll(size).toBe(before);
  await page.keyboard.press('d');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectAccessible(page, 'a dark slide');
  await page.keyboard.press('.');
  await expect(slide.getByRole('button', { name: /^Black screen/ })).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(slide.getByRole('button', { name: /^Black screen/ })).toBeHidden();
  // It has only shown the slide again.
  await expect(slide.locator('footer b')).toHaveText(/^2 \//);
});

test('the look of a lecture ends with it', async ({ page }) => {
  const slide = await present(page, 'ridge', 2);
  const html = page.locator('html');
  const look = () => html.evaluate(({ dataset }) => `${dataset.theme} ${dataset.size}`);
  const before = await look();
  await page.keyboard.press('d');
  await page.keyboard.press('+');
  await expect.poll(look).not.toBe(before);
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Escape');
  await expect(slide).toBeHidden();
  await expect.poll(look).toBe(before);
  // Nor is it there in the next visit.
  await page.goto('/#');
  await page.reload();
  await expect.poll(look).toBe(before);
});

test('a handout has every question with room to answer, and goes when it is printed', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => window.dispatchEvent(new Event('beforeprint'));
  });
  await page.goto('/');
  await page.getByRole('button', { name: /^(Save, share, export|Menu)$/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lessons', exact: true }).click();
  await page.getByRole('button', { name: 'Handout of lesson 6, The ridge' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printing', 'handout');
  await page.emulateMedia({ media: 'print' });
  const sheet = page.locator('#handout');
  await expect(sheet.getByRole('heading', { name: 'The ridge' })).toBeVisible();
  await expect(sheet.locator('header svg')).toBeVisible();
  await expect(sheet.getByText('Which pairs (A, b) could have made these points?')).toBeVisible();
  await expect(sheet.locator('figure').first()).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(sheet).toHaveCount(0);
});

test('larger type cuts no words of the data and their causes on a small projector', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('posterior-playground.type', 'large'));
  await page.goto('/');
  const boxes = page.locator('#column-data, #column-infer');
  await expect(boxes.getByText('Most likely')).toBeVisible({ timeout: 60_000 });
  const cut = () =>
    boxes.locator('p, h2, button, text').evaluateAll((elements) =>
      elements
        .filter((element) => {
          const box = element.closest('[id^="column-"]')?.getBoundingClientRect();
          const { left, right, width } = element.getBoundingClientRect();
          return box !== undefined && width > 0 && (left < box.left - 1 || right > box.right + 1);
        })
        .map((element) => element.textContent),
    );
  await expect.poll(cut).toEqual([]);
  await expectAccessible(page, 'larger type');
});

test('the presenter’s notes are in a window of their own, with the answer, and a clicker works in both', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const slide = await present(page, 'ninety-seconds', 6);
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('p');
  const notes = await opened;
  await expect(notes.getByText('6 of 6')).toBeVisible();
  await expect(notes.getByText('none of them').first()).toBeVisible();
  await expect(notes.getByText(/\d:\d\d on this step/)).toBeVisible();
  // The page's own styles are there: type of the notes, not of a bare document.
  expect(await notes.locator('main').evaluate((main) => getComputedStyle(main).fontSize)).toBe('18px');
  await expectAccessible(notes, 'the presenter’s notes');
  // Nothing of them is on the slide.
  await expect(slide.getByText(/network for a fit to these twenty counts/)).toHaveCount(0);
  await expect(notes.getByText(/network for a fit to these twenty counts/)).toBeVisible();
  await notes.bringToFront();
  await notes.keyboard.press('PageUp');
  await expect(slide.locator('footer b')).toHaveText(/^5 \//);
  await expect(notes.getByText('5 of 6')).toBeVisible();
  await page.bringToFront();
  await page.keyboard.press('Escape');
  await expect.poll(() => notes.isClosed()).toBe(true);
});
