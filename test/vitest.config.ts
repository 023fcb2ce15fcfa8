import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// sources, not builds: the export condition that every package of the workspace offers
const conditions = ['@anodec/source', 'node'];
const resolve = { conditions };
const ssr = { resolve };

const PACKAGES = 'packages/*/src/**/*.test.ts';
/**
 * Tests of packages with a process each: they change the environment or a table of variants, count what was computed, share
 * a folder that the first one removes, or look at what is loaded. All others share processes, which load the modules once.
 */
const APART = [
  'classic/src/pca',
  'core/src/pause',
  'core/src/variants',
  'eval/src/extend',
  'gan/src/training/hot-path',
  'kernels/src/engine',
  'kernels/src/recurrent/cells',
  'kernels/src/simd/recurrent/kernels',
  'kernels/src/simd/wide',
  'metrics/src/registry',
  'pipeline/src/extend',
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

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // one less by default, which on two cores is a single file at a time
    maxWorkers: availableParallelism(),
    reporters: ['default', fileURLToPath(new URL('skip-reporter.ts', import.meta.url))],
    projects: [
      { resolve, ssr, test: { ...test, name: 'alone', include: ['test/**/*.test.ts', ...APART] } },
      {
        resolve,
        ssr,
        test: {
          ...test,
          name: 'together',
          include: [PACKAGES],
          exclude: [...APART, '**/node_modules/**'],
          isolate: false,
        },
      },
    ],
  },
});
