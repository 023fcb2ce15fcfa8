/** Flags of training that `--help` shows; `--help-all` shows all. */

/** The dozen that most people use. */
export const COMMON_FLAGS: readonly string[] = [
  'dataset',
  'logs',
  'sample-freq',
  'validation-split',
  'detector',
  'cell',
  'window-size',
  'hidden-size',
  'embedding-size',
  'max-epochs',
  'learning-rate',
  'batch-size',
  'seed',
  'backend',
  'baselines',
  'threshold',
];
