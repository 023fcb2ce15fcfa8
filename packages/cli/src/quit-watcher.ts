/**
 * Makes a second Ctrl-C end the process at once, also while a long step keeps its only thread busy.
 *
 * Node handles signals between pieces of work: in a training step of several seconds, neither the first nor the
 * second Ctrl-C would be noticed before its end. A terminal sends Ctrl-C to every process of the command, so a
 * small shell beside this one counts them. Nothing is lost but the work since the last checkpoint.
 */
import { type ChildProcess, spawn } from 'node:child_process';

/** $1: the process to end. What waits is in the background, because a shell handles signals between commands. */
const WATCH = `
pressed=0
trap 'pressed=$((pressed + 1)); if [ $pressed -gt 1 ]; then kill -9 "$1"; if [ -t 2 ]; then printf "\\033[?25h" >&2; fi; exit; fi' INT
while kill -0 "$1" 2>/dev/null; do
  sleep 1 2>/dev/null & wait $!
  if [ $pressed -eq 1 ]; then
    sleep 2 2>/dev/null & wait $!
    if kill -0 "$1" 2>/dev/null; then echo "A long step is not over yet; Ctrl-C again quits without it." >&2; fi
    while kill -0 "$1" 2>/dev/null; do sleep 1 2>/dev/null & wait $!; done
  fi
done
`;

/**
 * Starts to count; not on Windows, which has no such shell.
 *
 * @returns a function that ends it
 */
export function watchForQuit(): () => void {
  if (process.platform === 'win32') return () => {};
  const args = ['-c', WATCH, 'anodec-quit', String(process.pid)];
  const watcher: ChildProcess = spawn('sh', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  watcher.on('error', () => {}); // without a shell Ctrl-C works between steps, as it did
  watcher.unref();
  return () => void watcher.kill();
}
