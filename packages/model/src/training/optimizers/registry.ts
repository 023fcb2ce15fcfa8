/** The optimisers by name, as rules of `@anodec/kernels` made from the settings. */
import { adam, rmsprop, sgd, type UpdateRule } from '@anodec/kernels';
import type { OptimizerConfig, OptimizerName } from '../../config/optimizer.js';

/** To add one: a line here, its rule in packages/kernels/src/training/rules, its name in the settings. */
export const optimizers: Readonly<Record<OptimizerName, (config: OptimizerConfig) => UpdateRule>> =
  {
    adam: (config) => adam({ ...config, decoupled: false }),
    adamw: (config) => adam({ ...config, decoupled: true }),
    sgd,
    rmsprop,
  };
