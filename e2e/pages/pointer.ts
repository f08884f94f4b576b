/** The mouse on handles and thumbs. */
import type { Locator, Page } from '@playwright/test';

export async function centreOf(handle: Locator): Promise<{ readonly x: number; readonly y: number }> {
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.boundingBox();
  if (box === null) throw new Error('The handle is not on screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Takes hold of a handle, moves it by so many pixels in two strokes, and lets it go. */
export async function drag(page: Page, handle: Locator, dx: number, dy: number): Promise<void> {
  const { x, y } = await centreOf(handle);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
  await page.mouse.up();
}
