/** What a layer of the discriminator puts out for days, and the class that it names. TensorFlow.js is loaded on first use. */
import { ConfigError, type Listeners, runWork } from '@anodec/core';
import type { tf as Tf } from '@anodec/kernels';
import type { Gan } from '../gan.js';
import type { Discriminated } from '../gan-networks.js';
import { scaleDays } from '../scaling.js';
import { checkDays, type ScoredDays } from '../scoring/anogan.js';

/** Days judged at once. */
const BATCH = 64;

/** Outputs of one layer. */
export interface DayActivations {
  readonly layer: string;
  /**
   * Parts of the day, equally long, that the outputs belong to; an output also sees as much of the day around its part as the
   * filters reach. 0 where a layer has no order in time, such as a dense one.
   */
  readonly places: number;
  /** Outputs of a part, or of the day where there are no parts. */
  readonly channels: number;
  /** (N, max(places, 1), channels), row-major. */
  readonly values: Float32Array;
  /** (N), which pair of networks judged the day: outputs of different pairs cannot be compared. */
  readonly pairs: Int32Array;
}

/**
 * Outputs of a layer for each day. A backend must have been started (`startCompute` of `@anodec/model`).
 *
 * The discriminator of `cgan` reads the class after the day; of its maps the half over the day is returned.
 *
 * @param data days in the unit of the device
 * @param layer one of the names of `Discriminated.features`
 * @throws ConfigError when the discriminator has no such layer
 * @throws ShapeError, DataError when days cannot be judged; StoppedError on an abort
 */
export async function dayActivations(
  gan: Gan,
  data: ScoredDays,
  layer: string,
  listeners: Listeners = {},
): Promise<DayActivations> {
  const { variant } = gan.settings;
  const rows: Float32Array[] = [];
  let [places, channels] = [0, 0];
  await judge(
    gan,
    data,
    listeners,
    ({ features }) => {
      const found: Tf.Tensor | undefined = features[layer];
      if (found === undefined) {
        throw new ConfigError(
          `\`layer\` must be a layer of the discriminator of ${variant}, one of ${Object.keys(features).join(', ')}, got "${layer}".`,
        );
      }
      const [B, length, depth] = found.shape;
      const isMap = found.shape.length === 3;
      places = isMap ? Math.ceil(length / (variant === 'cgan' ? 2 : 1)) : 0;
      channels = isMap ? depth : length;
      return isMap ? found.slice([0, 0, 0], [B, places, depth]) : found;
    },
    rows,
  );
  const size = Math.max(places, 1) * channels;
  const values = new Float32Array(rows.length * size);
  for (const [n, row] of rows.entries()) values.set(row, n * size);
  const networks = Array.from({ length: gan.classes }, (_, label) => gan.networksOf(label));
  const pairs = Int32Array.from(data.labels, (label) => networks.indexOf(networks[label]));
  return { layer, places, channels, values, pairs };
}

/**
 * The class that the discriminator finds most probable for each day.
 *
 * @returns (N)
 * @throws ConfigError when the discriminator does not tell classes apart
 * @throws ShapeError, DataError when days cannot be judged; StoppedError on an abort
 */
export async function discriminatedClasses(
  gan: Gan,
  data: ScoredDays,
  listeners: Listeners = {},
): Promise<Int32Array> {
  const rows: Float32Array[] = [];
  await judge(
    gan,
    data,
    listeners,
    ({ classes }) => {
      if (classes) return classes;
      throw new ConfigError(
        `The discriminator must tell classes apart, as those of acgan and racgan do, got one of ${gan.settings.variant}.`,
      );
    },
    rows,
  );
  return Int32Array.from(rows, (row) => row.indexOf(Math.max(...row)));
}

/** Judges days in batches of one pair of networks, and puts what is picked of each day into `rows`. */
async function judge(
  gan: Gan,
  data: ScoredDays,
  listeners: Listeners,
  pick: (judged: Discriminated) => Tf.Tensor,
  rows: Float32Array[],
): Promise<void> {
  checkDays(gan, data);
  const { tf } = await import('@anodec/kernels');
  const { width } = gan;
  const scaled = scaleDays(data.days, gan);
  const total = data.names.length;
  let done = 0;
  await runWork(listeners, { label: 'Judging days', total, unit: 'days' }, async (work) => {
    for (const days of batches(data.labels)) {
      const label = data.labels[days[0]];
      const input = new Float32Array(days.length * width);
      for (const [i, n] of days.entries()) {
        input.set(scaled.subarray(n * width, (n + 1) * width), i * width);
      }
      const picked = tf.tidy(() =>
        pick(
          gan.networksOf(label).discriminate(
            tf.tensor2d(input, [days.length, width]),
            tf.tensor1d(
              days.map(() => gan.labelOf(label)),
              'int32',
            ),
          ),
        ),
      );
      const values = (await picked.data<'float32'>()).slice();
      picked.dispose();
      const size = values.length / days.length;
      for (const [i, n] of days.entries()) rows[n] = values.subarray(i * size, (i + 1) * size);
      done += days.length;
      await work.piece(done);
    }
  });
}

/** Days of one class, so many at once. */
function batches(labels: ArrayLike<number>): number[][] {
  const all = Array.from(labels, (_, n) => n);
  return [...new Set(Array.from(labels))].flatMap((label) => {
    const own = all.filter((n) => labels[n] === label);
    const count = Math.ceil(own.length / BATCH);
    return Array.from({ length: count }, (_, b) => own.slice(b * BATCH, (b + 1) * BATCH));
  });
}
