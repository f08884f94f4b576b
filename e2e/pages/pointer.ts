/** The mouse on handles and thumbs. */
import type { Locator, Page } from '@playwright/test';

export async function centreOf(handle: Locator): Promise<{ readonly x: number; readonly y: number }> {
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.boundingBox();
  if (box === null) throw new Error('The handle is not on screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A figure whose draws come in adapts its axes in steps, less than this apart, ms: its handles move with them. */
const RESTING = 600;
/** A figure that is drawn again and again does not come to rest, ms. */
const PATIENCE = 4000;

/** Waits until a handle stays where it is, or for a while. */
async function untilAtRest(page: Page, handle: Locator): Promise<void> {
  const end = performance.now() + PATIENCE;
  let last = await centreOf(handle);
  while (performance.now() < end) {
    await page.waitForTimeout(RESTING);
    const now = await centreOf(handle);
    if (now.x === last.x && now.y === last.y) return;
    last = now;
  }
}

/** Takes hold of a handle, moves it by so many pixels in two strokes, and lets it go. */
export async function drag(page: Page, handle: Locator, dx: number, dy: number): Promise<void> {
  await untilAtRest(page, handle);
  const { x, y } = await centreOf(handle);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
  await page.mouse.up();
}
