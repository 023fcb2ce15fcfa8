/** Tests of a second Ctrl-C while the process is busy. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

/** Watches, takes the first signal for its own, and is then busy as in a step that takes a minute. */
const BUSY = `
import { watchForQuit } from '${new URL('../dist/quit-watcher.js', import.meta.url).href}';
process.on('SIGINT', () => {});
watchForQuit();
setTimeout(() => {
  console.log('busy');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
}, 500);`;

test.skipIf(process.platform === 'win32')(
  'ends a busy process at the second Ctrl-C, not at the first',
  async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', BUSY], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    const group = -(child.pid ?? NaN); // a terminal signals every process of the command
    const started = performance.now();
    process.kill(group, 'SIGINT');
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    expect(child.exitCode).toBe(null);
    process.kill(group, 'SIGINT');
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(performance.now() - started).toBeLessThan(30_000); // far from the minute, on a loaded machine too
  },
  60_000,
);
