// Tests the native kernels for ARM on Linux on x64: node utils/test-on-arm.mjs [PATH...]
//
// The kernels are compiled for linux-arm64, and the workers of the tests run in a Node for it, whose instructions QEMU
// emulates; only bits can be judged, no speed. It takes minutes. Debian's packages: gcc-aarch64-linux-gnu qemu-user-static
// libstdc++6-arm64-cross
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installNode } from './install-node.mjs';

const CC = 'aarch64-linux-gnu-gcc';
const QEMU = '/usr/bin/qemu-aarch64-static';
const LIBRARIES = '/usr/aarch64-linux-gnu';
const NODE = '20';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const paths = process.argv.slice(2);
if (paths.length === 0) paths.push('packages/kernels/src/simd/native.test.ts');

const needed = [`/usr/bin/${CC}`, QEMU, join(LIBRARIES, 'lib', 'libstdc++.so.6')];
const lacking = needed.filter((file) => !existsSync(file));
if (lacking.length > 0) {
  console.error(
    `A compiler and an emulator for ARM must be there, got no ${lacking.join(', no ')}. ` +
      'On Debian: apt-get install gcc-aarch64-linux-gnu qemu-user-static libstdc++6-arm64-cross',
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'anodec-arm-'));
try {
  const build = { env: { ...process.env, CC }, stdio: 'inherit' };
  execFileSync(process.execPath, [join(root, 'utils', 'build-native.mjs')], build);
  process.exitCode = test(emulated(installNode(folder, NODE, 'arm64')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A program that runs Node in the emulator, as the kernel of Linux cannot by itself. */
function emulated(node) {
  const program = join(folder, 'node');
  const run = `exec ${QEMU} -L ${LIBRARIES} "${node}" "$@"`;
  writeFileSync(program, `#!/bin/sh\n${run}\n`, { mode: 0o755 });
  console.log(
    execFileSync(program, ['-p', '`Node ${process.version} on ${process.arch}`'], {
      encoding: 'utf8',
    }).trim(),
  );
  return program;
}

/**
 * Only the workers of the tests are emulated, and the processes that they start: the tests are transformed at full speed, by
 * programs that are not there for ARM.
 */
function test(node) {
  const setPath = encodeURIComponent(`process.execPath = ${JSON.stringify(node)}`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(root, 'test', 'vitest.config.ts');
  const tests = [vitest, 'run', '--config', config, ...paths];
  const env = { ...process.env, CC, NODE_OPTIONS: `--import=data:text/javascript,${setPath}` };
  return spawnSync(process.execPath, tests, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}
