/** A process that takes a core for itself. */
import { spawn, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

export interface OccupiedCore {
  /** A few words for the table. */
  readonly about: string;
  free(): void;
}

/** Starts it: on the last core where the system can pin it (Linux), else where it happens to be. */
export function occupyCore(): OccupiedCore {
  const spin = [process.execPath, '-e', 'for (;;);'];
  const canPin = spawnSync('taskset', ['--version']).status === 0;
  const pinned = canPin ? ['taskset', '-c', String(cpus().length - 1), ...spin] : spin;
  const [command, ...args] = pinned;
  const busy = spawn(command, args, { stdio: 'ignore' });
  return {
    about: canPin ? 'the last core for itself' : 'as much as one core',
    free: () => void busy.kill('SIGKILL'),
  };
}
