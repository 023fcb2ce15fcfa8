// Runs a benchmark of the repository from its sources: npm run bench -- NAME [--option value]
import { runExported } from './run-exported.mjs';

/** To add a benchmark: one file that exports `bench(print, options)`, one line here. */
runExported('bench', {
  classic: 'test/bench/classic.bench.ts',
  classifiers: 'test/bench/classifiers.bench.ts',
  data: 'test/bench/data.bench.ts',
  devices: 'test/bench/devices.bench.ts',
  fleet: 'test/bench/fleet.bench.ts',
  'gan-scores': 'packages/gan/src/scoring.bench.ts',
  'first-chart': 'test/bench/first-chart.bench.ts',
  gan: 'packages/gan/src/gan.bench.ts',
  gpu: 'packages/kernels/src/webgpu/gpu.bench.ts',
  kernels: 'packages/kernels/src/bench/kernels.bench.ts',
  layers: 'packages/kernels/src/simd/recurrent/layers.bench.ts',
  logging: 'packages/pipeline/src/logging/logging.bench.ts',
  metrics: 'packages/metrics/src/metrics.bench.ts',
  operations: 'packages/kernels/src/simd/ops/operations.bench.ts',
  recurrent: 'packages/kernels/src/recurrent/recurrent.bench.ts',
  score: 'test/bench/score.bench.ts',
  training: 'packages/model/src/autoencoder/training.bench.ts',
  watch: 'packages/stream/src/watch.bench.ts',
  networks: 'packages/model/src/autoencoder/networks.bench.ts',
});
