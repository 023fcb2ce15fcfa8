/** `anodec models`: the models of a live scoring, and what an operator decides about them. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataError } from '@anodec/core';
import { RunChoice } from '@anodec/pipeline/basics';
import { liveFiles, openRun } from '@anodec/runs';
import { askModels, ModelAction, readLiveModels, WatchConfig } from '@anodec/stream';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { modelLine } from '../view/model-lines.js';

const { name, out } = WatchConfig.shape;

export const modelsCommand = defineCommand({
  details:
    'anodec watch with --retrain trains new models while rows come. Without an action this shows which model is in use, ' +
    'which one runs beside it, and what was decided with which numbers. promote puts the new model into use, reject ' +
    'ends it, rollback puts the model into use that was before. The scoring does so before its next rows, or when it is ' +
    'started again; it need not be stopped.',
  sections: {
    choice: RunChoice,
    live: z.strictObject({
      action: ModelAction.optional().describe('What to do: promote, reject or rollback'),
      name,
      out,
    }),
  },
  examples: [
    ['anodec models 3', 'what is in use in the live scoring of run 3, and why'],
    ['anodec models 3 promote', 'the new model takes over'],
    ['anodec models 3 rollback', 'the model before takes over again'],
  ],
  async run({ choice, live }, { print }) {
    const run = await openRun(choice.logs, choice.run);
    const folder = live.out ?? run.liveFolder(live.name);
    if (!existsSync(liveFiles(folder).state)) {
      throw new DataError(
        `${folder} must hold a live scoring, got none. Start one with anodec watch, or give its \`name\` or \`out\`.`,
      );
    }
    if (live.action !== undefined) {
      await askModels(folder, live.action);
      return print(
        `Asked: ${live.action}. The scoring in ${folder} does it before its next rows; its results say what came of it.`,
      );
    }
    const { inUse, shadow, former, events } = await readLiveModels(folder, resolve(run.path));
    print(`In use  ${inUse}`);
    print(`Beside  ${shadow ?? 'none'}`);
    print(`Before  ${former.length === 0 ? 'none' : former.join(', ')}`);
    for (const event of events) print(modelLine(event));
  },
});
