/** `anodec fleet worker`. */
import { hostname } from 'node:os';
import { FLEET_MODULE, FLEET_TASK } from '@anodec/fleet';
import { SEARCH_TASK, WORKER_TASK } from '@anodec/search';
import { QueueWorkerConfig, runQueueWorker } from '@anodec/tune';
import { defineCommand } from '../command.js';
import { untilStopped } from '../until-stopped.js';
import { jobLine } from '../view/fleet-lines.js';

export const fleetWorker = defineCommand({
  details:
    'For searches and fleets with --engine bullmq. It runs on any machine that has this version of anodec and sees their folders ' +
    'under the same paths. Each job runs in a process of its own, within the limits that it came with. Ctrl-C ends the jobs that ' +
    'run and gives them back at once; those of a worker that is killed are given to another after --lock-seconds.',
  sections: { worker: QueueWorkerConfig },
  examples: [
    ['anodec fleet worker', 'a Redis server on this machine'],
    [
      'anodec fleet worker --redis redis://10.0.0.5:6379 --workers 8',
      'one elsewhere, eight jobs at a time',
    ],
  ],
  async run({ worker }, { print, note = print, signal }) {
    const stop = new AbortController();
    void untilStopped(signal).then(() => stop.abort());
    print(
      `Taking ${worker.workers === 1 ? 'a job' : `${worker.workers} jobs`} at a time from the queue ${worker.queue} at ` +
        `${worker.redis} on ${hostname()}. Ctrl-C stops it.`,
    );
    await runQueueWorker(worker, {
      modules: { [SEARCH_TASK]: WORKER_TASK, [FLEET_TASK]: FLEET_MODULE },
      signal: stop.signal,
      onEnd: (job, end) => print(jobLine(job, end)),
      note,
    });
  },
});
