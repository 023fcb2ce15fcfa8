/** The variants of generative adversarial networks, with what is known of them before TensorFlow.js is loaded. */

/** What a variant is, and what is its own in training. */
export interface VariantInfo {
  /** What it is, for the help of the setting. */
  readonly help: string;
  /** Whether one pair of networks makes days of every class; else there is a pair for each class. */
  readonly hasLabels: boolean;
  /** Classes of the days that the generator makes in training: drawn at random, or those of the real days. */
  readonly fakeLabels: 'drawn' | 'real';
  /** What settings are where they are not given. */
  readonly defaults: { readonly iterations: number; readonly beta1: number };
  /** The feature that AnoGAN compares by default, among those of `discriminate`. */
  readonly scoredFeature: string;
}

/** To add one: a line here, and in networks/ a file and a line of its registry. Settings, help and tests follow. */
export const variants = {
  acgan: {
    help: 'one pair for all classes, whose discriminator names the class',
    hasLabels: true,
    fakeLabels: 'drawn',
    defaults: { iterations: 4000, beta1: 0.9 },
    scoredFeature: 'classes',
  },
  cgan: {
    help: 'one pair for all classes, which both know the class',
    hasLabels: true,
    fakeLabels: 'real',
    defaults: { iterations: 4000, beta1: 0.6 },
    scoredFeature: 'd_conv2',
  },
  gan: {
    help: 'a pair for each class',
    hasLabels: false,
    fakeLabels: 'real',
    defaults: { iterations: 3000, beta1: 0.9 },
    scoredFeature: 'd_conv2',
  },
  'lstm-gan': {
    help: 'a pair for each class, whose discriminator is recurrent',
    hasLabels: false,
    fakeLabels: 'real',
    defaults: { iterations: 3000, beta1: 0.9 },
    scoredFeature: 'dense',
  },
  racgan: {
    help: 'as acgan, whose discriminator is recurrent',
    hasLabels: true,
    fakeLabels: 'drawn',
    defaults: { iterations: 4000, beta1: 0.9 },
    scoredFeature: 'classes',
  },
} as const satisfies Readonly<Record<string, VariantInfo>>;

/** The name of a variant. */
export type VariantName = keyof typeof variants;

/** All names, for the settings. */
export const variantNames = Object.keys(variants) as [VariantName, ...VariantName[]];
