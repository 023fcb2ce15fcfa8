/** What a process and its workers say to each other. */
import type { Job, Outcome } from './engine.js';

/** To a worker. */
export type ToWorker =
  | {
      readonly say: 'open';
      /** URL of the module that exports `openTask`. */
      readonly module: string;
      readonly settings: Readonly<Record<string, unknown>>;
      /** Folder of the study, for ends of trials. */
      readonly study: string | undefined;
      readonly memoryLimit: number | undefined;
    }
  | { readonly say: 'run'; readonly job: Job }
  | { readonly say: 'answer'; readonly answer: 'go on' | 'prune' };

/** From a worker. */
export type FromWorker =
  | { readonly say: 'opened' }
  | { readonly say: 'cannot open'; readonly name: string; readonly message: string }
  | { readonly say: 'report'; readonly step: number; readonly value: number }
  | { readonly say: 'ended'; readonly outcome: Outcome };
