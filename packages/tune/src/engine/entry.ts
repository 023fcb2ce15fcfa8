/** What an engine of the registry is: its own settings, and a function that starts it. */
import type { Variant, VariantSettings } from '@anodec/core';
import type { Engine } from './engine.js';

/** What is run. */
export interface EngineTask {
  /** Name under which workers of other machines know the module. */
  readonly name: string;
  /** URL of the module that exports `openTask`, compiled. */
  readonly module: string;
  /** Settings of the task, as JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What an engine is made from, beside its own settings. */
export interface EngineParts {
  readonly task: EngineTask;
  /** Folder of the study or of whatever the jobs are about; engines of several machines need one that all of them see. */
  readonly folder: string;
  /** Number of jobs at a time. */
  readonly workers: number;
  /** Seconds that a job may take. */
  readonly timeLimit?: number;
  /** Bytes that the process of a job may take. */
  readonly memoryLimit?: number;
  /** Whether processes of this machine write ends of trials into the folder before they tell them. */
  readonly keepsEnds?: boolean;
  /** Receives what somebody should know who waits, a sentence each. */
  readonly note?: (line: string) => void;
}

/** One engine of the registry. */
export interface EngineEntry extends Variant {
  /**
   * @param config its checked settings
   * @throws ConfigError when a package is not installed, DataError when a server does not answer
   */
  create(config: Readonly<Record<string, unknown>>, parts: EngineParts): Promise<Engine>;
}

/** Ties the settings of an engine to the function that uses them. */
export function defineEngine<Settings extends VariantSettings>(
  settings: Settings,
  create: (config: Settings['_output'], parts: EngineParts) => Promise<Engine>,
): EngineEntry {
  return { settings, create: async (config, parts) => create(settings.parse(config), parts) };
}
