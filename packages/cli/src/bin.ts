#!/usr/bin/env node
/** The command `anodec`: exit code 0 done, 2 the user can put it right, 1 our fault, 130 stopped. */
import { runApp } from './app.js';
import { endingOf } from './ending.js';
import { createProgressBar } from './view/progress-bar.js';

const stop = new AbortController();
const progress = createProgressBar();

process.on('SIGINT', () => {
  if (stop.signal.aborted) process.exit(130); // the second Ctrl-C means now
  stop.abort();
  progress.end();
  process.stderr.write('\nStopping; once more to stop at once.\n');
});

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  stop.abort(); // whoever was reading has gone, as head does: no fault, but a reason to stop
});

runApp(process.argv.slice(2), {
  print: (line = '') => console.log(line),
  progress,
  signal: stop.signal,
}).catch((error: unknown) => {
  progress.end();
  const { code, words } = endingOf(error);
  console.error(words);
  process.exitCode = code;
});
