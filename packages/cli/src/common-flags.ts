/** Flags of training that `--help` shows; `--help-all` shows all. */

/** The options that most trainings use. */
export const COMMON_FLAGS: readonly string[] = [
  'dataset',
  'logs',
  'sample-freq',
  'detector',
  'cell',
  'window-size',
  'hidden-size',
  'max-epochs',
  'seed',
  'backend',
  'threshold',
];
