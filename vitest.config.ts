import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunchOptions } from './scripts/chromium.mjs';

const BROWSER_TESTS = 'tests/**/*.browser.test.{ts,tsx}';

/** In Node: one project a stage of scripts/test.mjs, so that each is counted and timed by itself. */
function inNode(name: string, include: string[], exclude: string[] = []) {
  return {
    extends: true as const,
    test: { name, include, exclude: [BROWSER_TESTS, 'tests/e2e/**', ...exclude], environment: 'node' },
  };
}

/** Hundreds of processes, minutes of them: only where `LONG=1` asks for it (CONTRIBUTING.md). */
const LONG =
  process.env.LONG === '1'
    ? []
    : [
        'tests/scripts/ministry-ceremony.test.ts',
        'tests/scripts/ministry-token.test.ts',
        'tests/scripts/package.test.ts',
        'tests/crash/ministry-cut.crash.test.ts',
        'tests/crash/ministry-cut-changes.crash.test.ts',
      ];
const CONTRACTS = 'tests/contracts/**/*.test.ts';
const CRASHES = ['tests/crash/**/*.test.ts', 'tests/network/**/*.test.ts'];

export default defineConfig({
  test: {
    // Argon2id, crash tests and browsers share what may be two cores.
    maxWorkers: 2,
    // Ends what hangs; a busy machine is not a fault.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      inNode('unit', ['tests/**/*.test.{ts,tsx}'], [CONTRACTS, ...CRASHES, ...LONG]),
      inNode('contracts', [CONTRACTS]),
      inNode('crash', CRASHES, LONG),
      {
        extends: true,
        plugins: [react()],
        define: { global: 'globalThis' },
        // Found only while a test runs, they would be bundled again under its feet, with a second React.
        optimizeDeps: {
          include: [
            'axe-core',
            'intl-messageformat',
            'lucide-react',
            'react',
            'react-aria-components',
            'react-dom/client',
            'react/jsx-dev-runtime',
            'typebox',
            'typebox/value',
          ],
        },
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
