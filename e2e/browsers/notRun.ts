import { test } from '@playwright/test';

/** What cannot be run is named as not run; in CI, where all has to be there, it fails with that name. */
export function notRun(isSo: boolean, why: string): void {
  if (isSo && process.env.CI) throw new Error(`Not run: ${why}`);
  test.skip(isSo, why);
}
