/** A process that takes a core for itself, while a peer has its turn. */
import { spawn, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import type { TimedPeer } from './peer.js';

/** The process and the peer timed beside it. */
export interface OccupiedCore {
  /** A description for the table. */
  readonly about: string;
  /** The same peer, timed while the core is taken. */
  during(peer: TimedPeer): TimedPeer;
  end(): void;
}

/** Starts it: on the last core where the system can pin it (Linux), else on any. */
export function occupyCore(): OccupiedCore {
  const spin = [process.execPath, '-e', 'for (;;);'];
  const canPin = spawnSync('taskset', ['--version']).status === 0;
  const pinned = canPin ? ['taskset', '-c', String(cpus().length - 1), ...spin] : spin;
  const [program, ...args] = pinned;
  const busy = spawn(program, args, { stdio: 'ignore' });
  busy.kill('SIGSTOP');
  return {
    about: canPin ? 'the last core for itself' : 'as much as one core',
    during: (peer) => ({
      load: (model) => peer.load(model),
      async time(command, milliseconds) {
        busy.kill('SIGCONT');
        try {
          return await peer.time(command, milliseconds);
        } finally {
          busy.kill('SIGSTOP');
        }
      },
    }),
    end: () => void busy.kill('SIGKILL'),
  };
}
