/** The loggers by name. To add one: a folder or file beside this one, an entry here, its name in `names.ts`. */
import type { LoggerName } from '@anodec/pipeline';
import type { LoggerEntry } from './logger.js';
import { mlflow } from './mlflow/mlflow-logger.js';

const all: Readonly<Record<LoggerName, LoggerEntry>> = { mlflow };

export const loggers: Readonly<Record<string, LoggerEntry>> = all;
