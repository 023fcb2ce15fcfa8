/** `anodec data prepare`. */
import { PrepareConfig } from '@anodec/data';
import { PathsConfig, prepareData } from '@anodec/pipeline';
import { defineCommand } from '../command.js';
import { printNamed } from '../context.js';
import { hintFlags } from '../view/hint-flags.js';
import { preparedLine, repairLines } from '../view/result-lines.js';

export const dataPrepare = defineCommand({
  sections: { prepare: PrepareConfig, paths: PathsConfig },
  examples: [
    ['anodec data prepare', 'the tables that data convert wrote'],
    [
      'anodec data prepare --from 2015-12-22 --to 2016-01-02 --keep-year-errors',
      'as the original program did, which loses 2 January 2016',
    ],
  ],
  async run({ prepare, paths }, context) {
    const prepared = await prepareData(paths, prepare, context);
    context.progress.end();
    printNamed(context, repairLines(prepared.tables));
    context.print(preparedLine(prepared));
    context.print(`Next: npx anodec train${hintFlags(paths)}`);
  },
});
