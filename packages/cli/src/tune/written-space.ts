/** The search space of a command: the text of --space and the file of --space-file together. */
import { readFileSync } from 'node:fs';
import { ConfigError } from '@anodec/core';
import { parseSpaceObject, parseSpaceText, type WrittenDimension } from '@anodec/tune';
import { parse } from 'yaml';

/** How a search space is given. */
export interface GivenSpace {
  readonly space?: string | undefined;
  readonly spaceFile?: string | undefined;
}

/** What is written; nothing where neither is given. @throws ConfigError when one cannot be read */
export function writtenSpace({ space, spaceFile }: GivenSpace): WrittenDimension[] {
  return [
    ...(spaceFile === undefined ? [] : parseSpaceObject(readObject(spaceFile), spaceFile)),
    ...(space === undefined ? [] : parseSpaceText(space)),
  ];
}

function readObject(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ConfigError(`${path} must be a readable JSON or YAML file, got: ${reason}`);
  }
}
