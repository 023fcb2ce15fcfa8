/**
 * A thread beside a worker's own that ends the process when its parent is gone or it takes too much memory. A thread,
 * because the worker's own may compute for minutes without looking up.
 */
import { workerData } from 'node:worker_threads';
import { MEMORY_SIGNAL, type WatchStart } from './watch-start.js';

const EVERY = 100;
const { parent, memoryLimit } = workerData as WatchStart;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  if (memoryLimit !== undefined && process.memoryUsage.rss() > memoryLimit) {
    process.kill(process.pid, MEMORY_SIGNAL);
  }
}, EVERY);
