/** A generator and a discriminator in the memory of the backend, as they are used after training. */
import { ConfigError, createRandom, lookup, ShapeError } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { requireGradients } from './layers/gradients.js';
import type { Pass } from './layers/layer.js';
import { networks } from './networks/registry.js';
import { withSpectralNorm } from './networks/spectral.js';
import type { Discriminator, GanSizes, Generator } from './networks/variant.js';
import { type VariantInfo, type VariantName, variants } from './variants.js';
import { asTensors, drawWeights, pickWeights, type WeightArrays } from './weights.js';

/** What a discriminator says of days, as probabilities. */
export interface Discriminated {
  /** (B, 1), that a day is real; of `wgan-gp` the critic's value by the same sigmoid, which orders days and is no probability. */
  readonly validity: tf.Tensor2D;
  /** (B, classes), that it is of each class; of variants that tell classes apart. */
  readonly classes?: tf.Tensor2D;
  /**
   * Outputs of layers by name. `acgan`: `d_conv1` to `d_conv4`, `flat`, `logits`, `classes`; `cgan`: `d_conv0` to `d_conv2`, `flat`,
   * `dense`; `gan` and `wgan-gp`: `conv1` to `conv4`, of which `conv3` and `conv4` are also `d_conv1` and `d_conv2`, `flat`; `lstm-gan`:
   * `recurrent1` to `recurrent3`, `dense`; `racgan`: the same, `logits` and `classes`; `rgan`: `recurrent`, `dense`. Maps are (B, rows, channels), after Mish.
   */
  readonly features: Readonly<Record<string, tf.Tensor>>;
}

/** Two networks that were trained against each other. Days are scaled: 0 to 1 over the training days. */
export interface GanNetworks {
  readonly variant: VariantName;
  /** Classes that it makes and judges days of; 1 where a variant has a pair of networks for each class. */
  readonly classes: number;
  /** Values of a day. */
  readonly width: number;
  /** Numbers that a day is generated from, standard normal. */
  readonly latentSize: number;
  /** The feature that AnoGAN compares by default. */
  readonly scoredFeature: string;
  /**
   * Days of the given classes; differentiable in `latent`.
   *
   * @param latent (B, latentSize)
   * @param labels (B), from 0; not needed where there is one class
   * @param training whether to normalise by the batch in place of the running statistics
   * @returns (B, width), from 0 to 1
   * @throws ShapeError when latent numbers or labels do not fit
   */
  generate(latent: tf.Tensor2D, labels?: tf.Tensor1D, training?: boolean): tf.Tensor2D;
  /**
   * Judges days, without dropout; differentiable in `days`.
   *
   * @param days (B, width)
   * @param labels (B), from 0; not needed where there is one class, or where the discriminator names the class itself
   * @throws ShapeError when days or labels do not fit
   */
  discriminate(days: tf.Tensor2D, labels?: tf.Tensor1D): Discriminated;
  /** Frees all tensors. */
  dispose(): void;
}

/** The two networks of a variant, before they have weights. */
export interface BuiltGan {
  readonly name: VariantName;
  readonly variant: VariantInfo;
  readonly sizes: GanSizes;
  readonly generator: Generator;
  readonly discriminator: Discriminator;
}

/** Settings of networks that are not trained here; all have defaults. */
export type GanOptions = Partial<Omit<GanSizes, 'classes'>> & { readonly classes?: number };

/** Sizes and settings of the original program. */
const DEFAULTS: GanSizes = {
  width: 120,
  channels: 1,
  isBounded: true,
  classes: 1,
  latentSize: 100,
  dropout: 0.25,
  alpha: 0.2,
  capacity: 1,
  cell: 'lstm',
  spectralNorm: false,
};

/**
 * Builds the networks of a variant.
 *
 * @throws ConfigError when there is no such variant, or it cannot make days of this width
 */
export function buildGan(name: string, options: GanOptions = {}): BuiltGan {
  const variant = lookup('variant', variants, name);
  const create = lookup('variant', networks, name);
  const sizes = { ...DEFAULTS, ...options };
  if (variant.hasLabels && sizes.channels !== 1) {
    throw new ConfigError(
      `The variant ${name} tells classes of days apart, so channels must be 1, got ${sizes.channels}. Choose a variant ` +
        'without classes, such as rgan.',
    );
  }
  if (!variant.hasLabels && sizes.classes !== 1) {
    throw new ConfigError(
      `The variant ${name} has a pair of networks for each class, so classes must be 1, got ${sizes.classes}.`,
    );
  }
  const discriminator = create.createDiscriminator(sizes);
  return {
    name: name as VariantName, // lookup refuses others
    variant,
    sizes,
    generator: create.createGenerator(sizes),
    discriminator: sizes.spectralNorm ? withSpectralNorm(discriminator) : discriminator,
  };
}

/** Networks with random weights. @throws ConfigError as `buildGan` */
export function createGan(name: string, options: GanOptions = {}, seed = 0): GanNetworks {
  const built = buildGan(name, options);
  return networksOf(built, drawGan(built, seed));
}

/** The weights that both networks begin with. */
export function drawGan({ generator, discriminator }: BuiltGan, seed: number): WeightArrays {
  const random = createRandom(seed).stream('weights');
  const drawn = drawWeights({ ...generator.weights, ...discriminator.weights }, random);
  return discriminator.spectralNorm?.settle(drawn) ?? drawn;
}

/**
 * Networks with given weights.
 *
 * @param arrays of both networks, by name; left as they are
 * @throws ShapeError when a weight is missing or does not fit
 */
export function networksOf(
  { name, variant, sizes, generator, discriminator }: BuiltGan,
  arrays: WeightArrays,
): GanNetworks {
  requireGradients();
  const all = { ...generator.weights, ...discriminator.weights };
  const weights = asTensors(pickWeights(all, arrays, 'the networks'));
  const { classes, width, latentSize } = sizes;
  return {
    variant: name,
    classes,
    width,
    latentSize,
    scoredFeature: variant.scoredFeature,
    generate(latent, labels, training = false) {
      checkRows('latent', latent, latentSize);
      const pass: Pass = training
        ? { weights, learning: { dropout: createRandom(0) } }
        : { weights };
      const of = labels ?? soleClass(latent.shape[0], classes);
      return generator.generate(pass, latent, of) as tf.Tensor2D;
    },
    discriminate(days, labels) {
      checkRows('days', days, width);
      const features: Record<string, tf.Tensor> = {};
      const of = labels ?? soleClass(days.shape[0], name === 'cgan' ? classes : 1);
      const judged = discriminator.discriminate({ weights, features }, days, of);
      return {
        validity: tf.sigmoid(judged.validity) as tf.Tensor2D,
        ...(judged.classes && { classes: features.classes as tf.Tensor2D }),
        features,
      };
    },
    dispose: () => tf.dispose(Object.values(weights)),
  };
}

function checkRows(what: string, tensor: tf.Tensor, columns: number): void {
  if (tensor.shape.length === 2 && tensor.shape[1] === columns) return;
  throw new ShapeError(`${what} must be (B, ${columns}), got (${tensor.shape.join(', ')}).`);
}

/** Class 0 for each. @throws ShapeError where there are several classes */
function soleClass(B: number, classes: number): tf.Tensor1D {
  if (classes === 1) return tf.zeros([B], 'int32');
  throw new ShapeError(`labels must be given for networks of ${classes} classes, got none.`);
}
