/** The loggers by name. To add one: a folder or file beside this one, an entry here. */
import type { LoggerEntry } from './logger.js';
import { mlflow } from './mlflow/mlflow-logger.js';

export const loggers: Readonly<Record<string, LoggerEntry>> = { mlflow };
