import { z } from 'zod';
import { PathsConfig } from './settings.js';

/** Which run a command is about. */
export const RunChoice = z.strictObject({
  run: z.string().default('last').describe('Run: a number, last, or the path of a run directory'),
  logs: PathsConfig.shape.logs,
});
