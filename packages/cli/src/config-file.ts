/** Settings from a file, by group, as in the `config.json` of a run. */
import { readFileSync } from 'node:fs';
import { ConfigError } from '@anodec/core';
import { parse } from 'yaml';
import type { GivenSettings } from '@anodec/pipeline';

/**
 * Reads a JSON or YAML file; JSON is YAML.
 *
 * @throws ConfigError when it cannot be read or does not hold groups of settings
 */
export function readConfigFile(path: string): GivenSettings {
  const settings: unknown = parseFile(path);
  if (isRecord(settings) && Object.values(settings).every(isRecord)) {
    return settings as GivenSettings;
  }
  throw new ConfigError(
    `${path} must hold groups of settings such as {"train": {"maxEpochs": 20}}, got something else.`,
  );
}

function parseFile(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ConfigError(`${path} must be a readable JSON or YAML file, got: ${reason}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
