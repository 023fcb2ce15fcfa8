/** pandas as the peer, where there is a Python that has it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../utils/peers/data.py', import.meta.url));

/** What pandas came to, or why it was not asked. */
export type Peer =
  | { readonly figures: Readonly<Record<string, number>>; readonly version: string }
  | { readonly absent: string };

/** Runs a task of `utils/peers/data.py`. @param python its interpreter; undefined where none was given */
export function runPeer(python: string | undefined, ...words: readonly string[]): Peer {
  if (python === undefined) return { absent: 'no --python PATH was given' };
  const { status, stdout, stderr, error } = spawnSync(python, [SCRIPT, ...words], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    const why = error?.message ?? stderr.trim().split('\n').at(-1);
    return { absent: `${python} failed: ${why}` };
  }
  const { pandas, numpy, ...figures } = JSON.parse(stdout) as Record<string, number | string>;
  return {
    figures: figures as Record<string, number>,
    version: `pandas ${pandas}, NumPy ${numpy}`,
  };
}

/** A line of a comparison: what, ours, the peer's, and how many times as fast ours is. */
export function compareRates(what: string, ours: number, peer: Peer, name: string): string {
  const theirs = 'absent' in peer ? '' : showRate(peer.figures[name]);
  const ratio = 'absent' in peer ? '' : `${(ours / peer.figures[name]).toPrecision(3)} ×`;
  return `${what.padEnd(40)}${showRate(ours).padStart(20)}${theirs.padStart(20)}${ratio.padStart(10)}`;
}

function showRate(value: number): string {
  return `${Math.round(value).toLocaleString('en')} rows/s`;
}
