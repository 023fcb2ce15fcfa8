// Sets the workspace up: packages from the registry, then the build. Does nothing that is done already.
// Plain JavaScript on Node's own modules, because it runs before anything is installed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@10.34.8';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.anodec-setup');

checkNode();
installPackages();
buildPackages();
linkCommand();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Node must be 20.19 or newer, got ${process.versions.node}. Install it from https://nodejs.org.`,
  );
}

function installPackages() {
  const wanted = manifestHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Setting up: installing packages (once, about half a minute) …');
  const install = ['-y', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'];
  run('npx', install, 'Installing packages');
  writeFileSync(stamp, wanted);
}

function buildPackages() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const built = ['packages/cli', 'packages/notebook'].map((path) => join(root, path));
  run(process.execPath, [compiler, '-b', ...built], 'Building');
  run(process.execPath, [join(root, 'utils/build-kernels.mjs')], 'Compiling the kernels');
  // prints a line on a machine without a C compiler, which loses only speed
  run(
    process.execPath,
    [join(root, 'utils/build-native.mjs')],
    'Compiling the native kernels',
    'inherit',
  );
  run(process.execPath, [join(root, 'utils/build-gradients.mjs')], 'Bundling the gradients');
  run(process.execPath, [join(root, 'utils/build-web.mjs')], 'Bundling the page');
}

/** Makes `npx anodec` work from the root, where the package of the command is no dependency. */
function linkCommand() {
  const target = join(root, 'packages/cli/dist/bin.js');
  if (!existsSync(target)) return;
  chmodSync(target, 0o755);
  const link = join(root, 'node_modules/.bin/anodec');
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

function manifestHash() {
  const packages = readdirSync(join(root, 'packages')).map(
    (name) => `packages/${name}/package.json`,
  );
  const files = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'notebooks/package.json',
    'test/package.json',
    'utils/package.json',
    ...packages,
  ];
  const hash = createHash('sha256').update(process.version);
  for (const file of files.sort()) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function run(command, args, doing, output = 'pipe') {
  try {
    execFileSync(command, args, {
      cwd: root,
      stdio: ['ignore', output, 'pipe'],
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}`);
    fail(`${doing} failed; the lines above say why. The command was: ${command} ${args.join(' ')}`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
