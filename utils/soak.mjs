// Runs a long check of the repository from its sources: npm run soak -- NAME [--option value]
import { runExported } from './run-exported.mjs';

/**
 * To add a check: one file `x.soak.ts` that exports `soak(print, options)` and throws when something
 * does not hold, one line here. Options are texts by name.
 */
runExported('soak', {
  fuzz: 'test/fuzz/fuzz.soak.ts',
  kill: 'test/bench/kill.soak.ts',
  resume: 'test/bench/resume.soak.ts',
  tune: 'test/bench/tune-kill.soak.ts',
  watch: 'test/bench/watch.soak.ts',
  retrain: 'test/bench/retrain-kill.soak.ts',
  'training-memory': 'packages/model/src/training/training-memory.soak.ts',
  dashboard: 'packages/dashboard/src/soak/dashboard.soak.ts',
  serve: 'packages/serve/src/soak/serve.soak.ts',
  container: 'test/bench/container.soak.ts',
  leak: 'packages/kernels/src/simd/leak.soak.ts',
});
