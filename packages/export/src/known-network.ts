/** Which networks exports know how to write out. */
import { ConfigError, type DetectorState } from '@anodec/core';
import { NetworkConfig } from '@anodec/model';

/** Settings of the network that exports know, with all of their values. */
const KNOWN: readonly string[] = [
  'cell',
  'windowSize',
  'hiddenSize',
  'embeddingSize',
  'numLayers',
  'linearOutput',
  'linearPath',
  'pathShare',
  'bidirectional',
  'layerNorm',
  'variational',
  'klWeight',
  'klAnnealingSteps',
  'dropout',
  'recurrentDropout',
  'teacherForcing',
  'teacherForcingDecaySteps',
  'reverseTarget',
  'decoder',
  'attention',
  'direction',
  'loss',
];

/** Values that exports know, of settings with several kinds. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  cell: ['lstm', 'gru'],
  decoder: ['repeat', 'autoregressive'],
  attention: ['none', 'dot', 'general'],
  direction: ['forward', 'both'],
};

/**
 * Checks that a network is one of the kind that exports write out. A setting that they do not know must have its default,
 * with which a network is as if there was no such setting.
 *
 * @throws ConfigError that names the setting
 */
export function checkKnownNetwork({ config }: DetectorState, format: string): void {
  for (const [name, kinds] of Object.entries(KINDS)) {
    // runs from before there was such a setting have none
    if (!(name in config) || kinds.some((kind) => kind === config[name])) continue;
    throw new ConfigError(
      `\`${name}\` must be ${kinds.join(' or ')} for a network that is exported as ${format}, got ` +
        `${JSON.stringify(config[name])}. Train with one of them.`,
    );
  }
  for (const [name, schema] of Object.entries(NetworkConfig.shape)) {
    if (KNOWN.includes(name) || !(name in config)) continue;
    const usual = schema.parse(undefined);
    if (JSON.stringify(config[name]) === JSON.stringify(usual)) continue;
    throw new ConfigError(
      `\`${name}\` must be ${JSON.stringify(usual)} for a network that is exported as ${format}, got ` +
        `${JSON.stringify(config[name])}. Train without it.`,
    );
  }
}
