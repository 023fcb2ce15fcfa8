// Runs TensorFlow.js's own conformance suite on one backend and prints what came out as JSON.
// A process of its own, because jasmine and the suite take over globals and reset the engine.
// How to call it is in README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { backends, tf, useBackend } from '@anodec/kernels';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    break: { type: 'string' },
    threads: { type: 'string' },
    strict: { type: 'boolean', default: false },
  },
});
const [backend = 'cpu'] = positionals;

await import('@anodec/kernels/gradients');
const { strict, threads } = options;
await useBackend(backend, { strict, ...(threads && { threads: Number(threads) }) });
if (options.break) breakKernel(options.break, backends[backend].engine);
require('jasmine-core').boot(); // makes describe, it and the rest global
await declareSpecs(backends[backend].engine);
const result = await runSpecs(new RegExp(options.only));
process.stdout.write(`${JSON.stringify({ backend, ...result }, null, 1)}\n`);

/** Lets a kernel add something to every value, to see whether the suite notices. */
function breakKernel(kernelName, backendName) {
  const { kernelFunc } = tf.getKernel(kernelName, backendName);
  tf.unregisterKernel(kernelName, backendName);
  const broken = (call) => {
    const { dataId, shape, dtype } = kernelFunc(call);
    const values = call.backend.readSync(dataId).map((value) => value + 0.01);
    call.backend.disposeData(dataId);
    return { dataId: call.backend.write(values, shape, dtype), shape, dtype };
  };
  tf.registerKernel({ kernelName, backendName, kernelFunc: broken });
}

async function declareSpecs(engine) {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-conformance-'));
  try {
    const outfile = join(folder, 'suite.cjs');
    await build({
      entryPoints: [fileURLToPath(new URL('suite.mjs', import.meta.url))],
      outfile,
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      // the package declares its tests as free of side effects: 74 specs would be left
      ignoreAnnotations: true,
    });
    require(outfile).declareSpecs(engine);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runSpecs(only) {
  const outcome = { specs: 0, passed: 0, pending: 0, failures: [] };
  const environment = globalThis.jasmine.getEnv();
  environment.configure({
    random: false, // the suite is not made for it
    specFilter: (spec) => only.test(spec.getFullName()),
  });
  environment.addReporter({
    specDone({ status, fullName, failedExpectations }) {
      if (status === 'excluded') return;
      outcome.specs++;
      if (status !== 'failed') outcome[status]++;
      else outcome.failures.push(`${fullName}: ${failedExpectations.map(messageOf).join('; ')}`);
    },
    suiteDone({ fullName, failedExpectations }) {
      const failures = failedExpectations.map(messageOf);
      if (failures.length > 0) outcome.failures.push(`${fullName}: ${failures.join('; ')}`);
    },
  });
  const { log, warn } = console;
  console.log = console.warn = () => {}; // the specs of the debug mode print tables
  await environment.execute();
  Object.assign(console, { log, warn });
  return outcome;
}

function messageOf({ message }) {
  return message;
}
