/** `anodec data convert`. */
import {
  checkWorkbooks,
  convertData,
  PathsConfig,
  pathsFor,
  SourceConfig,
  tablesOf,
  unpackMissing,
} from '@anodec/pipeline';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';
import { convertedLine, unpackedLines } from '../view/result-lines.js';

export const dataConvert = defineCommand({
  sections: { source: SourceConfig, paths: PathsConfig },
  examples: [
    ['anodec data convert', 'the SWaT workbooks in data/interim'],
    ['anodec data convert --normal a.csv b.csv --attack c.csv --dataset line2', 'your own tables'],
  ],
  async run({ source, paths: given }, context) {
    const paths = pathsFor(given, source);
    const tables = tablesOf(paths, source);
    if (source.normal.length === 0) {
      for (const line of unpackedLines(await unpackMissing(paths, context))) context.print(line);
    }
    checkWorkbooks(paths, source);
    const converted = await convertData(paths, tables, { ...context, replace: source.replace });
    context.progress.end();
    if (converted.replaced !== undefined) context.print(converted.replaced);
    context.print(convertedLine(converted));
    context.print(`Next: npx anodec data prepare${hintFlags(paths)}`);
  },
});
