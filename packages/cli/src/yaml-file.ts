/** Files of JSON or YAML; the only file of the package that knows the library, which is loaded when one is read. */
import { readFileSync } from 'node:fs';
import { ConfigError } from '@anodec/core';

/** What a file holds; JSON is YAML. @throws ConfigError when it cannot be read */
export async function readYaml(path: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ConfigError(`${path} must be a readable JSON or YAML file, got: ${reason}`);
  }
}
