/** `anodec data example`. */
import { exampleTables } from '@anodec/simulator';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { quoted } from '../view/quoted.js';

const WriteConfig = z.strictObject({
  folder: z.string().default('example').describe('Folder for the two tables'),
});

export const dataExample = defineCommand({
  details:
    'A tank with a pump: 3,000 rows of normal operation and 3,000 with two labelled faults, six channels, a row ' +
    'every ten seconds. The tables are the same each time; other files are not replaced.',
  sections: { write: WriteConfig },
  examples: [['anodec data example', 'example/normal.csv and example/test.csv']],
  async run({ write: { folder } }, { print }) {
    const { train, test } = await exampleTables(folder);
    print(`${train}  normal operation`);
    print(`${test}  two faults, in the column label`);
    print(`Next: npx anodec run --normal ${quoted(train)} --attack ${quoted(test)}`);
  },
});
