import { startCompute, TrainConfig } from '@anodec/model';
import { GanConfig, settleConfig } from './dist/config.js';
import { buildGan, drawGan } from './dist/gan-networks.js';
import { sizesOf } from './dist/gan.js';
import { createBatches } from './dist/training/batches.js';
import { createGanModel } from './dist/training/gan-model.js';
const config = settleConfig(GanConfig.parse({ threads: 1, backend: process.argv[2] ?? 'native' }));
await startCompute(config);
const built = buildGan('acgan', sizesOf(config, 120, 3));
const model = createGanModel(built, drawGan(built, 1), {
  optimizer: TrainConfig.parse({}),
  classWeight: 0.5,
  config: {},
});
const values = new Float32Array(600 * 120).map((_, i) => Math.abs(Math.sin(i)));
const batches = createBatches(
  { values, width: 120, labels: new Int32Array(600), classes: 3 },
  config,
);
let n = 0;
const c = process.cpuUsage();
for (const b of batches.train(0)) {
  await model.step(b, { learningRates: { generator: 2e-4, discriminator: 2e-4 }, step: n });
  if (++n === 15) break;
}
const u = process.cpuUsage(c);
console.log((u.user + u.system) / 1000 / n, 'ms cpu per iteration');
process.exit();
