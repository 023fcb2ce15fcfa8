import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// sources, not builds: the export condition that every package of the workspace offers
const conditions = ['@anodec/source', 'node'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'forks',
    // far above what a test takes: a busy machine alone must fail none
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ['default', fileURLToPath(new URL('skip-reporter.ts', import.meta.url))],
  },
});
