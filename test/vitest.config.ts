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
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', fileURLToPath(new URL('skip-reporter.ts', import.meta.url))],
  },
});
