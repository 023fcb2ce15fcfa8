/** `anodec plausibility simulate`. */
import { countOf } from '@anodec/core';
import { TablesConfig } from '@anodec/plausibility';
import { SizesConfig, writeSizes } from '@anodec/simulator';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { folderFlag } from '../view/plausibility-lines.js';

export const plausibilitySimulate = defineCommand({
  details:
    'The tables have the names, headings and quirks of the public ones: decimal commas, blanks between thousands, ' +
    'Italian headings, centimetres, incomplete rows and typing errors. No row is of a real thing.',
  sections: {
    sizes: SizesConfig,
    write: z.strictObject({
      folder: TablesConfig.shape.folder,
      force: z.boolean().default(false).describe('Replace other tables that are there'),
    }),
  },
  examples: [
    ['anodec plausibility simulate', 'as many rows as the originals'],
    ['anodec plausibility simulate --cars 5000 --folder small --seed 7', 'fewer cars, elsewhere'],
  ],
  async run({ sizes, write }, { print, progress, signal }) {
    const { folder, force } = write;
    for (const { path, rows } of await writeSizes(folder, sizes, { force, progress, signal })) {
      print(`${path}  ${countOf(rows, 'row')}`);
    }
    print(`Next: npx anodec plausibility prepare${folderFlag(folder)}`);
  },
});
