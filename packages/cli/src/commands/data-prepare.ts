import { PrepareConfig } from '@anodec/data';
import { defineCommand } from '../command.js';
import { PathsConfig, prepareData, repairLines } from '@anodec/pipeline';

export const dataPrepare = defineCommand({
  summary: 'Clean the interim store into frames, counting every repair',
  aliases: ['data_preparation'],
  sections: { prepare: PrepareConfig, place: PathsConfig },
  examples: [
    ['anodec data prepare', 'the tables that data convert wrote'],
    [
      'anodec data prepare --from 2015-12-22 --to 2016-01-02 --keep-year-errors',
      'as the original did, which loses 2 January 2016',
    ],
  ],
  async run({ prepare, place }, context) {
    const { words, tables } = await prepareData(place, prepare, context);
    for (const line of repairLines(tables)) context.print(line);
    context.print(words);
  },
});
