import { defineConfig } from '@playwright/test';

/** End-to-end: real Electron and real Chromium, one story after the other on what may be two cores. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.{e2e,test,spec}.ts',
  outputDir: 'test-results/e2e',
  workers: 1,
  retries: 0,
  timeout: 5 * 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  // What a story leaves is looked at after it.
  projects: [
    // Pictures of every screen take minutes: only where `LONG=1` asks for them (CONTRIBUTING.md).
    {
      name: 'parts',
      testIgnore: process.env.LONG === '1' ? /story|privacy|export/ : /story|privacy|export|screens/,
    },
    { name: 'story', testMatch: /story\.e2e\.ts/ },
    { name: 'privacy', testMatch: /privacy\.e2e\.ts/, dependencies: ['story'] },
    { name: 'export', testMatch: /export\.e2e\.ts/, dependencies: ['story'] },
  ],
  use: { actionTimeout: 15_000, screenshot: 'only-on-failure', trace: 'retain-on-failure' },
});
