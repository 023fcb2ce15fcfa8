/** `anodec runs log`. */
import { DataError } from '@anodec/core';
import { LoggingConfig, RunChoice } from '@anodec/pipeline';
import { openRun } from '@anodec/runs';
import { loggers, sendLog } from '@anodec/tracking';
import { z } from 'zod';
import { defineCommand } from '../command.js';

const { trackingUri, experimentName } = LoggingConfig.shape;

export const runsLog = defineCommand({
  details:
    'A training with a logger keeps all that it has to say in a journal of the run. This sends what the server ' +
    'does not have yet; a run that was not logged is sent from its files: settings, losses by epoch, metrics, reports.',
  sections: {
    choice: RunChoice,
    logging: z.strictObject({
      to: z
        .enum(Object.keys(loggers) as [string, ...string[]])
        .default('mlflow')
        .describe('Kind of tracking server'),
      trackingUri,
      experimentName,
    }),
  },
  examples: [['anodec runs log 3 --to mlflow', 'send run 3 to the server of MLFLOW_TRACKING_URI']],
  async run({ choice, logging }, { print, note = print }) {
    const { to, trackingUri: uri, experimentName: experiment } = logging;
    const run = await openRun(choice.logs, choice.run);
    const options = {
      ...(uri !== undefined && { trackingUri: uri }),
      ...(experiment !== undefined && { experiment }),
    };
    if (!(await sendLog(run, to, note, options))) {
      throw new DataError(`${run.path} could not be sent. Start the server, or name another one.`);
    }
    print(`All of ${run.path} is at the ${to} server.`);
  },
});
