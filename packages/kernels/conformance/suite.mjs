// What esbuild bundles: TensorFlow.js's own tests. They read their environments while they load,
// hence the late require.
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';

/** Declares every spec of the suite for one backend, which must be registered under that name. */
export function declareSpecs(backendName) {
  setTestEnvs([
    { name: backendName, backendName, flags: {}, isDataSync: backendName !== 'webgpu' },
  ]);
  return require('@tensorflow/tfjs-core/dist/tests.js');
}
