/** Writes earlier: `npx playwright test --config e2e/make/earlier.config.ts`, after `npm run build`. */
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../../test-results',
  timeout: 300_000,
  projects: base.projects?.filter(({ name }) => name === 'desktop'),
});
