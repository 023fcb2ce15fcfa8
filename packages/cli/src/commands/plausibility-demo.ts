/** `anodec plausibility demo`. */
import { basename } from 'node:path';
import { formatCount, countOf } from '@anodec/core';
import {
  contenderGroups,
  type ContenderGroup,
  messageCount,
  runDemo,
  type SplitMessages,
  TablesConfig,
} from '@anodec/plausibility';
import { SizesConfig } from '@anodec/simulator';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { comparisonTable, preparedLines } from '../view/plausibility-lines.js';

const GROUPS = Object.keys(contenderGroups) as [ContenderGroup, ...ContenderGroup[]];

export const plausibilityDemo = defineCommand({
  sections: {
    demo: z.strictObject({
      folder: TablesConfig.shape.folder,
      seed: SizesConfig.shape.seed,
      cars: SizesConfig.shape.cars,
      settings: z
        .enum(GROUPS)
        .default('tuned')
        .describe(
          'Settings of the classifiers: tuned on made-up messages, or of the reference program',
        ),
    }),
  },
  examples: [
    ['anodec plausibility demo', 'as many rows as the public tables'],
    ['anodec plausibility demo --cars 3000 --folder small', 'a small one in a few seconds'],
  ],
  async run({ demo }, { print, progress, signal }) {
    const { folder, seed, cars, settings: group } = demo;
    let split: SplitMessages | undefined;
    const library = import.meta.resolve('@anodec/plausibility');
    await runDemo(
      { folder, seed, sizes: { cars }, group, library },
      {
        progress,
        signal,
        onTables(tables) {
          const listed = tables.map(
            ({ path, rows }) => `${basename(path)} ${countOf(rows, 'row')}`,
          );
          print(`1/5 Tables    ${folder}: ${listed.join(', ')}`);
        },
        onPrepared(prepared) {
          print(`2/5 Messages  seed ${seed}`);
          for (const line of preparedLines(prepared)) print(`    ${line}`);
        },
        onSplit(parts) {
          split = parts;
          const [learned, tested] = [parts.train, parts.test].map(messageCount).map(formatCount);
          print(`3/5 Compare   ${learned} messages learned from, ${tested} tested`);
        },
        onResults(results) {
          if (split) for (const line of comparisonTable(results, split.test)) print(line);
        },
        onCharts(paths) {
          print(`4/5 Charts    ${folder}: ${paths.map((path) => basename(path)).join(', ')}`);
        },
        onExport({ title, ratios }, classifier, script) {
          print(
            `5/5 Export    ${classifier}: ${title}, F1 ${ratios.f1.toFixed(4)}; ${script} asks it:`,
          );
        },
        onAnswer({ kind, length, width }, verdict) {
          print(`    ${kind.padEnd(5)}  ${length} mm long, ${width} mm wide: ${verdict}`);
        },
      },
    );
    print(`Next: node ${folder}/classify.mjs car 5000 2000`);
  },
});
