/** Processes of this machine as an engine of the registry. */
import { variantSettings } from '@anodec/core';
import { defineEngine, type EngineParts } from './entry.js';
import { createLocalProcesses, type LocalProcessesParts } from './local-processes.js';
import { threadsEach } from './threads-each.js';

const LocalConfig = variantSettings('local', 'Processes of this machine', {});

export const local = defineEngine(LocalConfig, (_, parts) =>
  Promise.resolve(createLocalProcesses(processesFor(parts))),
);

/** The processes that an engine of a machine starts: the cores are shared among them. */
export function processesFor({
  task,
  folder,
  workers,
  timeLimit,
  memoryLimit,
  keepsEnds,
}: EngineParts): LocalProcessesParts {
  return {
    module: task.module,
    settings: task.settings,
    workers,
    environment: { ANODEC_THREADS: threadsEach(workers) },
    ...(keepsEnds && { study: folder }),
    ...(timeLimit !== undefined && { timeLimit }),
    ...(memoryLimit !== undefined && { memoryLimit }),
  };
}
