/** Settings from a file, by group, as in the `config.json` of a run. */
import { type GivenSettings, settingsOf } from '@anodec/pipeline';
import { readYaml } from './yaml-file.js';

/**
 * Reads a JSON or YAML file, also a config.json of an earlier format.
 *
 * @throws ConfigError when it cannot be read or does not hold groups of settings
 */
export async function readConfigFile(path: string): Promise<GivenSettings> {
  return settingsOf(await readYaml(path), path);
}
