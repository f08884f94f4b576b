/** Writes earlier: `npx playwright test --config e2e/make/earlier.config.ts`, after `npm run build`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../../test-results',
  timeout: 300_000,
  webServer: {
    ...[base.webServer].flat()[0],
    command: [base.webServer].flat()[0]?.command ?? '',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  },
  projects: base.projects?.filter(({ name }) => name === 'desktop'),
});
