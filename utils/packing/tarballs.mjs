// Packs every package as it would be published, and lists what is inside.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const PNPM = 'pnpm@10.34.8';
const BLOCK = 512;
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Packs all packages; versions stand where the workspace names itself.
 *
 * @param folder is made; gets a tarball of each package
 * @returns name, folder and tarball of each, files by name, and the manifest
 */
export function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  const hooks = `--config.pnpmfile=${join(root, 'utils/packing/pnpmfile.cjs')}`;
  const pack = [hooks, '-r', '--filter', './packages/*', 'pack', '--pack-destination', folder];
  execFileSync('npx', ['-y', PNPM, ...pack], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const sources = new Map(
    readdirSync(join(root, 'packages')).map((name) => {
      const path = join(root, 'packages', name);
      return [JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).name, path];
    }),
  );
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .sort()
    .map((name) => {
      const tarball = join(folder, name);
      const files = filesIn(tarball);
      const manifest = JSON.parse(files.get('package.json').toString('utf8'));
      return { name: manifest.name, source: sources.get(manifest.name), tarball, files, manifest };
    });
}

/** What publint finds in a packed package, as sentences. */
export async function publintMessages({ tarball, manifest }) {
  const bytes = readFileSync(tarball);
  const packed = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const { messages } = await publint({ pack: { tarball: packed } });
  return messages.map((message) => formatMessage(message, manifest, { color: false }));
}

/** The files of a packed package by path, without the folder `package` around them. */
function filesIn(tarball) {
  const bytes = gunzipSync(readFileSync(tarball));
  const files = new Map();
  for (let at = 0; bytes[at] !== 0 && at < bytes.length; ) {
    const text = (from, length) =>
      bytes.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12), 8);
    const path = [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/');
    files.set(path.replace(/^package\//, ''), bytes.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
  return files;
}
