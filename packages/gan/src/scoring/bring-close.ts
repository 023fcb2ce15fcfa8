/** The inner loop of AnoGAN over a batch of days that the same networks judge. Loads TensorFlow.js. */
import { tf } from '@anodec/kernels';
import type { Gan } from '../gan.js';
import type { GanNetworks } from '../gan-networks.js';
import { requireGradients } from '../layers/gradients.js';
import type { AnoganConfig } from './anogan-config.js';
import { compareWith, judgeReal, type RealDays } from './day-comparison.js';
import { createLatentMappers, type LatentMappers } from './latent-mapper.js';
import type { Start, StartResult } from './start.js';

/**
 * Brings generated days close to real ones.
 *
 * @param days (N, width), scaled, all days; starts refer to them
 * @param starts at least one, all of days that the same networks judge
 * @param piece called after each step
 * @returns one result for each start, as of the last step
 */
export async function bringClose(
  gan: Gan,
  days: Float32Array,
  starts: readonly Start[],
  { scoreSteps, featureWeight, scoreLearningRate, feature }: AnoganConfig,
  piece: (step: number) => Promise<void>,
): Promise<StartResult[]> {
  requireGradients();
  const [B, width, L] = [starts.length, gan.width, gan.settings.latentSize];
  const networks = gan.networksOf(starts[0].label);
  const values = new Float32Array(B * width);
  const inputs = new Float32Array(B * L);
  starts.forEach(({ day, inputs: own }, b) => {
    values.set(days.subarray(day * width, (day + 1) * width), b * width);
    inputs.set(own, b * L);
  });
  const mappers = createLatentMappers(
    inputs,
    starts.map(({ mapper }) => mapper),
    scoreLearningRate,
  );
  const labels = starts.map(({ label }) => gan.labelOf(label));
  const realDays = tf.tensor2d(values, [B, width]);
  const realLabels = tf.tensor1d(labels, 'int32');
  const tensors: tf.Tensor[] = [realDays, realLabels];
  try {
    const name = feature ?? networks.scoredFeature;
    const real = judgeReal(networks, realDays, realLabels, name);
    tensors.push(real.outputs, real.validity, ...(real.classes ? [real.classes] : []));
    for (let step = 1; ; step++) {
      const outcome = descend(networks, real, mappers.latent(), featureWeight);
      if (step === scoreSteps) {
        tensors.push(...outcome);
        const judged = await readJudged(real, labels);
        await piece(step);
        return await resultsOf(outcome, judged, mappers, width);
      }
      mappers.step(await read(outcome[3]));
      tf.dispose([...outcome]);
      await piece(step);
    }
  } finally {
    tf.dispose(tensors);
  }
}

/** Generated days (B, width), their differences (B) in values and features, and the gradient (B, L) of all losses. */
type Outcome = readonly [
  generated: tf.Tensor,
  residual: tf.Tensor,
  feature: tf.Tensor,
  gradient: tf.Tensor,
];

function descend(
  networks: GanNetworks,
  real: RealDays,
  latent: Float32Array,
  weight: number,
): Outcome {
  const B = real.labels.size;
  const kept: tf.Tensor[] = [];
  const [gradient] = tf.tidy(() => {
    const slope = tf.grad((input: tf.Tensor) => {
      const generated = networks.generate(input as tf.Tensor2D, real.labels);
      const { residual, feature } = compareWith(networks, real, generated);
      kept.push(tf.keep(generated), tf.keep(residual), tf.keep(feature));
      return tf.sum(tf.add(tf.mul(residual, 1 - weight), tf.mul(feature, weight)));
    });
    return [slope(tf.tensor2d(latent, [B, latent.length / B]))];
  });
  const [generated, residual, feature] = kept;
  return [generated, residual, feature, gradient];
}

/** Losses of the discriminator for each real day. */
interface Judged {
  readonly validity: Float32Array;
  readonly classes: Float32Array;
}

async function readJudged(
  { validity, classes }: RealDays,
  labels: readonly number[],
): Promise<Judged> {
  const real = await read(validity);
  const shares = classes && (await read(classes));
  const K = classes?.shape[1] ?? 0;
  return {
    validity: real.map(loss),
    classes: Float32Array.from(labels, (label, b) => (shares ? loss(shares[b * K + label]) : NaN)),
  };
}

/** A probability that single precision rounds to 0 counts as this one. */
const SMALLEST = 1e-12;

function loss(share: number): number {
  return -Math.log(Math.max(share, SMALLEST));
}

async function resultsOf(
  outcome: Outcome,
  judged: Judged,
  mappers: LatentMappers,
  width: number,
): Promise<StartResult[]> {
  const [generated, residual, feature] = await Promise.all(outcome.slice(0, 3).map(read));
  return Array.from(residual, (value, b) => ({
    residual: value,
    feature: feature[b],
    classLoss: judged.classes[b],
    validityLoss: judged.validity[b],
    generated: generated.slice(b * width, (b + 1) * width),
    mapper: mappers.weightsOf(b),
  }));
}

async function read(tensor: tf.Tensor): Promise<Float32Array> {
  return (await tensor.data<'float32'>()).slice();
}
