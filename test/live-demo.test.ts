/** `npm run live-demo`: an attack that is started on the page becomes an alarm, and Ctrl-C leaves nothing behind. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../utils/live-demo.mjs', import.meta.url));

/** Processes whose parent is this one. */
function childrenOf(parent: number): number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([, of]) => of === parent).map(([pid]) => pid);
}

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.includes('Z');
}

const foldersOf = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('anodec-live-demo-'));

test.skipIf(!existsSync('/bin/ps'))(
  'an attack started on the page becomes an alarm, and Ctrl-C leaves nothing behind (skipped without ps)',
  async () => {
    const before = foldersOf();
    const demo = spawn(process.execPath, [SCRIPT, '--port', '0', '--speed', '40']);
    let out = '';
    demo.stdout.on('data', (text: Buffer) => (out += String(text)));
    demo.stderr.on('data', (text: Buffer) => (out += String(text)));
    const ended = once(demo, 'close');
    let children: number[] = [];
    try {
      await expect.poll(() => out, { timeout: 180_000 }).toContain('Ctrl-C stops it all.');
      children = childrenOf(demo.pid ?? 0);
      expect(children).toHaveLength(2);
      const page = /http:\S+/.exec(out)?.[0] ?? '';
      const shown = async () => (await fetch(page)).text();
      await expect.poll(shown, { timeout: 120_000, interval: 1000 }).toContain('attack-34');
      await fetch(new URL('/api/plant/attacks', page), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"number": 8}',
      });
      await expect.poll(shown, { timeout: 60_000, interval: 1000 }).toMatch(/DPIT301 \d+ %/);
    } finally {
      demo.kill('SIGINT');
    }
    expect(await ended).toEqual([0, null]);
    expect(children.filter(isAlive)).toEqual([]);
    expect(foldersOf()).toEqual(before);
  },
  400_000,
);
