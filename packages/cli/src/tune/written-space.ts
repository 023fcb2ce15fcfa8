/** The search space of a command: the text of --space and the file of --space-file together. */
import { parseSpaceObject, parseSpaceText, type WrittenDimension } from '@anodec/tune';
import { readYaml } from '../yaml-file.js';

/** How a search space is given. */
export interface GivenSpace {
  readonly space?: string | undefined;
  readonly spaceFile?: string | undefined;
}

/** What is written; nothing where neither is given. @throws ConfigError when one cannot be read */
export async function writtenSpace({ space, spaceFile }: GivenSpace): Promise<WrittenDimension[]> {
  return [
    ...(spaceFile === undefined ? [] : parseSpaceObject(await readYaml(spaceFile), spaceFile)),
    ...(space === undefined ? [] : parseSpaceText(space)),
  ];
}
