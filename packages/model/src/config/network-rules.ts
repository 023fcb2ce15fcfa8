/** Which settings of a network go together. */
import type { NetworkConfig } from './network.js';

/** A combination that makes no sense, found by `isBroken`. */
export interface NetworkRule {
  /** The setting to change. */
  readonly path: keyof NetworkConfig;
  /** What must be what, and why. */
  readonly error: string;
  readonly isBroken: (config: NetworkConfig) => boolean;
}

/** To add a rule: one entry. The settings of the detector and `parameterShapes` check them all. */
export const networkRules: readonly NetworkRule[] = [
  {
    path: 'decoder',
    error: 'the autoregressive decoder feeds back a linear output: linearOutput must be on',
    isBroken: (config) => !config.linearOutput && config.decoder === 'autoregressive',
  },
  {
    path: 'linearPath',
    error:
      'the network starts from the linear path with a linear output: linearOutput must be on, or linearPath off',
    isBroken: (config) => !config.linearOutput && config.linearPath,
  },
  {
    path: 'attention',
    error: 'attention stands before the linear output: linearOutput must be on, or attention none',
    isBroken: (config) => !config.linearOutput && config.attention !== 'none',
  },
  {
    path: 'attention',
    error:
      'attention dot compares states of one size: hiddenSize must be embeddingSize, or twice that with ' +
      'bidirectional, or attention general',
    isBroken: (config) => config.attention === 'dot' && config.hiddenSize !== encodedSize(config),
  },
  {
    path: 'teacherForcing',
    error:
      'teacherForcing replaces the input of the autoregressive decoder: decoder must be autoregressive, or ' +
      'teacherForcing 0',
    isBroken: (config) => config.teacherForcing > 0 && config.decoder !== 'autoregressive',
  },
  {
    path: 'teacherForcingDecaySteps',
    error: 'teacherForcingDecaySteps lowers teacherForcing, which must be above 0 to begin with',
    isBroken: (config) => config.teacherForcingDecaySteps > 0 && config.teacherForcing === 0,
  },
  {
    path: 'klAnnealingSteps',
    error:
      'klAnnealingSteps raises the weight of the divergence: variational must be on, or klAnnealingSteps 0',
    isBroken: (config) => config.klAnnealingSteps > 0 && !config.variational,
  },
];

/** K, the size of the states that attention reads. */
export function encodedSize({ embeddingSize, bidirectional }: NetworkConfig): number {
  return (bidirectional ? 2 : 1) * embeddingSize;
}
