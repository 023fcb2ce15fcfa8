/** Settings of commands on one run. */
import { z } from 'zod';
import { PathsConfig } from '../settings/paths.js';

/** Which run. */
export const RunChoice = z.strictObject({
  run: z.string().default('last').describe('Run: a number, last, or the path of a run directory'),
  logs: PathsConfig.shape.logs,
});
