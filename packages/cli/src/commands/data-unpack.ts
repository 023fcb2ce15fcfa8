import { unpackArchives } from '@anodec/data';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { PathsConfig, rawFolders } from '@anodec/pipeline';
import { hintFlags } from '../view/hint-flags.js';
import { unpackedLines } from '../view/result-lines.js';

const UnpackConfig = z.strictObject({
  dataRoot: PathsConfig.shape.dataRoot,
  force: z.boolean().default(false).describe('Replace files that are there and differ'),
});

export const dataUnpack = defineCommand({
  summary: 'Downloaded archives in data/raw into the layout that data convert reads',
  details:
    "The vendor's own folder is stripped, PDFs go to references, captures of the network are counted " +
    'and stay packed. Nothing is written outside these folders, nothing there is replaced, and what ' +
    'looks like a bomb is refused.',
  sections: { unpack: UnpackConfig },
  examples: [['anodec data unpack', 'all .zip in data/raw']],
  async run({ unpack: { dataRoot, force } }, { print, progress, signal }) {
    const folders = rawFolders({ ...PathsConfig.parse({}), dataRoot });
    const unpacked = await unpackArchives(folders, { force, progress, signal });
    for (const line of unpackedLines(unpacked)) print(line);
    print(`Next: npx anodec data convert${hintFlags({ dataRoot })}`);
  },
});
