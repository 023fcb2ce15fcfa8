/** Settings from a file, by group, as in the `config.json` of a run. */
import { readFileSync } from 'node:fs';
import { ConfigError } from '@anodec/core';
import { type GivenSettings, settingsOf } from '@anodec/pipeline';
import { parse } from 'yaml';

/**
 * Reads a JSON or YAML file, also a config.json of an earlier format; JSON is YAML.
 *
 * @throws ConfigError when it cannot be read or does not hold groups of settings
 */
export function readConfigFile(path: string): GivenSettings {
  return settingsOf(readObjectFile(path), path);
}

/** What a JSON or YAML file holds. @throws ConfigError when it cannot be read */
export function readObjectFile(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ConfigError(`${path} must be a readable JSON or YAML file, got: ${reason}`);
  }
}
