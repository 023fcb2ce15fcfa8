/** The public names of the package. Nothing here loads TensorFlow.js before networks are made, read or trained. */
export { DayClassifierConfig } from './classifier/config.js';
export * from './classifier/day-classifier.js';
export * from './config.js';
export {
  type DayActivations,
  dayActivations,
  discriminatedClasses,
} from './days/day-activations.js';
export { type GeneratedDays, generateDays } from './days/generate-days.js';
export {
  type GanDescription,
  GAN_FORMAT_VERSION,
  ganHash,
  readDescription,
  writeDescription,
} from './files/gan-file.js';
export { assembleGan, createGan, type Gan, readGan } from './gan.js';
export type { Discriminated, GanNetworks, GanOptions } from './gan-networks.js';
export * from './scaling.js';
export type { Augment } from './training/batches.js';
export { type LossHistory, lossesCsv } from './training/losses-log.js';
export { type TrainedGan, trainGan, type TrainGanOptions } from './training/train-gan.js';
export type { GanReport } from './training/train-pair.js';
export type { GanData } from './training/training-data.js';
export { type VariantInfo, type VariantName, variantNames, variants } from './variants.js';
export { AnoganConfig } from './scoring/anogan-config.js';
export { type AnoganScores, type ScoredDays, scoreDays } from './scoring/anogan.js';
export type { MapperWeights } from './scoring/latent-mapper.js';
export { WindowGanConfig, windowVariants } from './detector/config.js';
export { windowGan } from './detector/gan-detector.js';
export { EncoderConfig } from './encoder/config.js';
export {
  type DayEncoder,
  readDayEncoder,
  trainDayEncoder,
  type TrainEncoderOptions,
} from './encoder/day-encoder.js';
