/**
 * End-to-end tests: the built page (dist/), served with its real headers, in an installed Chromium. Four projects: a
 * desktop, a phone with touch (specs whose names begin with "phone"), a desktop whose WebGPU runs in software
 * (SwiftShader), so that it can be tested anywhere (names that begin with "webgpu"), and what needs the machine for itself
 * (tests with the tag @alone): how long something takes, and other browsers.
 */
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const PORT = 4199;
const URL = `http://127.0.0.1:${PORT}/`;

/** Containers have no sandbox of their own; the rest keeps the browser from calling home during tests. */
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--no-first-run',
];
/** Nothing is drawn on a GPU where there is none: a software GPU takes a tenth of the processor time of a test. */
const WITHOUT_GPU = ['--disable-gpu'];
const SOFTWARE_WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

/** `npm test` runs two of the other desktop and phone tests side by side, and these afterwards (scripts/test.mjs). */
const ALONE = /@alone/;
const NOT_DESKTOP = ['**/phone*', '**/webgpu*'];

const launch = (...flags: string[]) => ({
  executablePath: findChromium() ?? undefined,
  args: [...QUIET, ...flags],
});
const desktop = { viewport: { width: 1440, height: 900 } };

export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  // Where tests wait for each other's training, their limits of time say less.
  workers: 1,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  // Two shared cores train, simulate and draw at once: an answer may take seconds.
  expect: { timeout: 15_000 },
  reporter: 'list',
  // Of a page that redraws ten times a second, a trace takes a third of a test's time: the second try of CI has one.
  use: { baseURL: URL, trace: 'on-first-retry' },
  webServer: {
    command: `node scripts/serve.mjs --port ${PORT} --exact`,
    url: URL,
    reuseExistingServer: false,
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: NOT_DESKTOP,
      grepInvert: ALONE,
      use: { ...desktop, launchOptions: launch(...WITHOUT_GPU) },
    },
    { name: 'alone', testIgnore: NOT_DESKTOP, grep: ALONE, use: { ...desktop, launchOptions: launch(...WITHOUT_GPU) } },
    {
      name: 'phone',
      testMatch: '**/phone*',
      use: {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
        launchOptions: launch(...WITHOUT_GPU),
      },
    },
    { name: 'webgpu', testMatch: '**/webgpu*', use: { ...desktop, launchOptions: launch(...SOFTWARE_WEBGPU) } },
  ],
});
