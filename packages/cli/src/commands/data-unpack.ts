/** `anodec data unpack`. */
import { unpackArchives } from '@anodec/data';
import { PathsConfig, rawFolders } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';
import { unpackedLines } from '../view/result-lines.js';

const UnpackConfig = z.strictObject({
  dataRoot: PathsConfig.shape.dataRoot,
  force: z.boolean().default(false).describe('Replace existing files that differ'),
});

export const dataUnpack = defineCommand({
  details:
    'The folder of the vendor is stripped, PDFs go to references, network captures are counted and stay ' +
    'packed. Nothing is written outside these folders, existing files are kept, and archives that ' +
    'unpack to an absurd size are refused.',
  sections: { unpack: UnpackConfig },
  examples: [['anodec data unpack', 'all .zip files in data/raw']],
  async run({ unpack: { dataRoot, force } }, { print, progress, signal }) {
    const folders = rawFolders({ ...PathsConfig.parse({}), dataRoot });
    const unpacked = await unpackArchives(folders, { force, progress, signal });
    for (const line of unpackedLines(unpacked)) print(line);
    print(`Next: npx anodec data convert${hintFlags({ dataRoot })}`);
  },
});
