import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// sources, not builds: the export condition that every package of the workspace offers
const conditions = ['@anodec/source', 'node'];
const resolve = { conditions };
const ssr = { resolve };

/** Packages whose tests leave nothing behind in their process: they share one, which loads the modules once. */
const TOGETHER = [
  'charts',
  'classic',
  'classifiers',
  'core',
  'data',
  'eval',
  'files',
  'metrics',
  'preprocess',
  'report',
  'runs',
  'tables',
].map((name) => `packages/${name}/src/**/*.test.ts`);
/**
 * Tests among them with a process each: they change the environment or a table of variants, share a folder that the first
 * one removes, or look at what is loaded.
 */
const APART = [
  'classic/src/pca',
  'core/src/pause',
  'core/src/variants',
  'eval/src/extend',
  'metrics/src/registry',
  'preprocess/src/config',
  'report/src/report',
  'tables/src/excel/sheet-reader',
  'tables/src/excel/unusual-sheets',
  'tables/src/sources/http',
].map((path) => `packages/${path}.test.ts`);

const test = {
  pool: 'forks',
  // far above what a test takes: a busy machine alone must fail none
  testTimeout: 300_000,
  hookTimeout: 300_000,
} as const;
const all = ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'];
const installed = '**/node_modules/**';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // one less by default, which on two cores is a single file at a time
    maxWorkers: availableParallelism(),
    reporters: ['default', fileURLToPath(new URL('skip-reporter.ts', import.meta.url))],
    projects: [
      {
        resolve,
        ssr,
        test: { ...test, name: 'alone', include: all, exclude: [...TOGETHER, installed] },
      },
      { resolve, ssr, test: { ...test, name: 'apart', include: APART } },
      {
        resolve,
        ssr,
        test: { ...test, name: 'together', include: TOGETHER, exclude: APART, isolate: false },
      },
    ],
  },
});
