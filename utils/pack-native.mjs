// Builds the native kernels and writes the package that brings them to machines without a C compiler:
//
//   node utils/pack-native.mjs FOLDER                             # for this platform
//   CC=aarch64-linux-gnu-gcc node utils/pack-native.mjs FOLDER    # for that of another compiler
//
// One for each platform, such as @anodec/kernels-linux-x64, to be an optional dependency of @anodec/kernels of the same
// version: npm installs the one that fits and skips the others.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiler, nativeManifest, nativeTarget } from './native-target.mjs';

const utils = dirname(fileURLToPath(import.meta.url));
const home = join(utils, '..', 'packages', 'kernels');
const [folder] = process.argv.slice(2);
if (!folder) fail('The folder to write must be given: node utils/pack-native.mjs FOLDER.');
const target = nativeTarget();
if (!target) fail(`A C compiler must be there to build native kernels, got none (${compiler}).`);
execFileSync(process.execPath, [join(utils, 'build-native.mjs')], { stdio: 'inherit' });
const addon = join(home, 'dist', 'native', target.name, 'kernels.node');
if (!existsSync(addon)) fail(`There must be native kernels for ${target.name} to pack, got none.`);

const kernels = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
const manifest = nativeManifest(kernels, target);
const { name, version } = manifest;
mkdirSync(folder, { recursive: true });
copyFileSync(addon, join(folder, 'kernels.node'));
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const about = `# ${name}\n\n${manifest.description}. Installed with that package; nothing to call.\n`;
writeFileSync(join(folder, 'README.md'), about);
console.log(
  `${name} ${version} is in ${folder}. Publish it with npm publish, before @anodec/kernels.`,
);

function fail(message) {
  console.error(message);
  process.exit(1);
}
