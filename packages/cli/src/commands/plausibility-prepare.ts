/** `anodec plausibility prepare`. */
import {
  MaliciousConfig,
  PrepareConfig,
  prepareMessages,
  TablesConfig,
} from '@anodec/plausibility';
import { defineCommand } from '../command.js';
import { folderFlag } from '../view/plausibility-lines.js';
import { preparedLines } from '../view/plausibility-lines.js';

export const plausibilityPrepare = defineCommand({
  details:
    'Tables under their usual names in the folder are read, others by their flags. Repeats are marked as duplicates and ' +
    'removed but for the first. No malicious message equals a genuine one.',
  sections: { prepare: PrepareConfig, malicious: MaliciousConfig, tables: TablesConfig },
  examples: [
    ['anodec plausibility prepare', '1,000 malicious messages of any size'],
    [
      'anodec plausibility prepare --malicious clear --clearance 0.5',
      'none of them where genuine messages are',
    ],
    ['anodec plausibility prepare --count 0 --odd own.csv', 'your own malicious messages alone'],
  ],
  async run({ prepare, malicious, tables }, { print, progress, signal }) {
    const prepared = await prepareMessages(tables, malicious, prepare, { progress, signal });
    for (const line of preparedLines(prepared)) print(line);
    print(`Seed of the malicious messages: ${prepare.seed}`);
    print(`Next: npx anodec plausibility compare${folderFlag(tables.folder)}`);
  },
});
