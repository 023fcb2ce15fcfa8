// Runs tests with another version of Node than the one at hand: node utils/test-with-node.mjs 24 PATH...
//
// The version comes from the registry of npm and is removed afterwards.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installNode } from './install-node.mjs';

const [version, ...paths] = process.argv.slice(2);
if (!/^\d+(\.\d+)*$/.test(version ?? '') || paths.length === 0) {
  console.error(
    'Give a version and what to test: node utils/test-with-node.mjs 24 packages/kernels',
  );
  process.exit(2);
}
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'anodec-node-'));
try {
  const node = installNode(folder, version);
  console.log(`Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const tests = ['run', '--config', join(root, 'test', 'vitest.config.ts'), ...paths];
  const { status } = spawnSync(node, [vitest, ...tests], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
