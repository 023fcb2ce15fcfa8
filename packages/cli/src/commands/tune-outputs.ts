/** `anodec tune merge`, `tune beautify` and `tune process-output`: the files of a grid search. */
import { formatCount } from '@anodec/core';
import { beautify, mergeOutputs, OUTPUT_KINDS, processOutput } from '@anodec/search';
import { z } from 'zod';
import { defineCommand } from '../command.js';

export const tuneMerge = defineCommand({
  details:
    'All files NAME.PID.out.tmp of the folder become NAME.out; other files are left alone. A line that was cut in the middle is left out.',
  sections: {
    merge: z.strictObject({
      folder: z.string().default('grid').describe('Folder of the files'),
    }),
  },
  examples: [['anodec tune merge grid', 'the files of the folder grid']],
  async run({ merge: { folder } }, context) {
    const merged = await mergeOutputs(folder);
    if (merged.length === 0) context.print(`${folder} has no files that end in .out.tmp.`);
    for (const { path, evaluations, notes } of merged) {
      for (const note of notes) context.print(note);
      context.print(`Lines  ${path}, ${formatCount(evaluations)} evaluations`);
    }
  },
});

export const tuneBeautify = defineCommand({
  details:
    'Writes BASE.json, BASE.scores.csv and BASE.params.ESTIMATOR.csv, separated by semicolons and joined by the column id, ' +
    'which names a combination.',
  sections: {
    beautify: z.strictObject({
      file: z
        .string({ error: 'file must name a file that ends in .out' })
        .describe('File of a grid search, NAME.out'),
      skipDamaged: z
        .boolean()
        .default(false)
        .describe('Leave out lines that are damaged, such as one that was cut in the middle'),
    }),
  },
  examples: [['anodec tune beautify grid/params-2026-11-29-12-00-00.out', 'three files beside it']],
  async run({ beautify: { file, skipDamaged } }, context) {
    const { json, scores, params, evaluations, combinations, skipped } = await beautify(
      file,
      skipDamaged,
    );
    if (skipped > 0) context.print(`${skipped} damaged lines were left out.`);
    context.print(
      `${formatCount(evaluations)} evaluations of ${formatCount(combinations)} combinations`,
    );
    context.print(`JSON    ${json}`);
    context.print(`Scores  ${scores}`);
    for (const path of params) context.print(`Params  ${path}`);
    for (const path of params) {
      const drawn = OUTPUT_KINDS.find((kind) => path.toLowerCase().includes(`.params.${kind}`));
      if (drawn) context.print(`Next: npx anodec tune process-output ${drawn} ${scores} ${path}`);
    }
  },
});

export const tuneProcessOutput = defineCommand({
  details:
    'mlp: activation and solver over size and number of the layers, alpha by schedule of the learning rate. ada: number of trees, learning ' +
    'rate and depth. A point is a combination: its mean F1 over the folds, on rows that were not learned from.',
  sections: {
    output: z.strictObject({
      estimator: z
        .enum(OUTPUT_KINDS)
        .describe(`Estimator that the tables are of: ${OUTPUT_KINDS.join(' or ')}`),
      scores: z
        .string({ error: 'scores must name a table of scores' })
        .describe('Table of scores, BASE.scores.csv'),
      params: z
        .string({ error: 'params must name a table of parameters' })
        .describe('Table of parameters, BASE.params.ESTIMATOR.csv'),
      out: z.string().default('.').describe('Folder of the charts'),
      format: z.enum(['png', 'svg', 'html']).default('png').describe('Format of the charts'),
    }),
  },
  examples: [
    [
      'anodec tune process-output ada p.scores.csv p.params.AdaBoostClassifier.csv',
      'adaboost_depth.png',
    ],
  ],
  async run({ output: { estimator, ...tables } }, context) {
    for (const path of await processOutput(estimator, tables)) context.print(`Chart  ${path}`);
  },
});
