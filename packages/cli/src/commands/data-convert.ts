import { defineCommand } from '../command.js';
import {
  convertData,
  PathsConfig,
  placeFor,
  SourceConfig,
  tablesOf,
  unpackMissing,
} from '@anodec/pipeline';

export const dataConvert = defineCommand({
  summary: 'Workbooks or tables into the interim store, raw and unchanged',
  aliases: ['create_h5_file'],
  sections: { source: SourceConfig, place: PathsConfig },
  examples: [
    ['anodec data convert', 'the SWaT workbooks in data/interim'],
    ['anodec data convert --normal a.csv b.csv --attack c.csv --dataset line2', 'your own tables'],
  ],
  async run({ source, place: given }, context) {
    const place = placeFor(given, source);
    if (source.normal.length === 0) {
      for (const line of await unpackMissing(place, context)) context.print(line);
    }
    context.print(await convertData(place, tablesOf(place, source), context));
  },
});
