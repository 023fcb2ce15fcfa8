#!/usr/bin/env node
/** The command `anodec`: exit code 0 done, 2 an error the user can correct, 1 a bug, 130 stopped. */
import { fileError } from '@anodec/files';
import { runApp } from './app.js';
import { endingOf } from './ending.js';
import { watchForQuit } from './quit-watcher.js';
import { confirmOnTerminal } from './view/confirm.js';
import { createProgressBar } from './view/progress-bar.js';

const stop = new AbortController();
const progress = createProgressBar();

process.on('SIGINT', () => {
  if (stop.signal.aborted) process.exit(130); // the second Ctrl-C quits immediately
  stop.abort();
  progress.end();
  process.stderr.write('\nStopping … press Ctrl-C again to quit immediately.\n');
});

// commands that are over in a second need no watcher
const watching = setTimeout(() => process.on('exit', watchForQuit()), 1000);
watching.unref();

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  stop.abort();
  if (error.code === 'EPIPE') return; // the reader has gone, as head does: no fault, but a reason to stop
  progress.end();
  process.stderr.write(`${fileError(error, 'standard output', 'written').message}\n`);
  process.exit(2);
});

runApp(process.argv.slice(2), {
  print: (line = '') => console.log(line),
  note: (line) => console.error(line),
  ...(process.stdin.isTTY && {
    confirm: (question: string) => confirmOnTerminal(question, stop.signal),
  }),
  progress,
  signal: stop.signal,
}).catch((error: unknown) => {
  progress.end();
  const { code, message } = endingOf(error);
  console.error(message);
  process.exitCode = code;
});
