// Writes the package that brings the native kernels to machines without a C compiler: node utils/pack-native.mjs FOLDER.
// One for each platform, such as @anodec/kernels-linux-x64, to be an optional dependency of @anodec/kernels of the same
// version: npm installs the one that fits and skips the others. Holds what utils/build-native.mjs has built here.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages', 'kernels');
const addon = join(home, 'dist', 'native', 'kernels.node');
const { platform, arch } = process;
const [folder] = process.argv.slice(2);
if (!folder) fail('The folder to write must be given: node utils/pack-native.mjs FOLDER.');
if (!existsSync(addon)) fail('There must be native kernels to pack, got none. Run npm run setup.');

const { version, license, engines } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
const name = `@anodec/kernels-${platform}-${arch}`;
const manifest = {
  name,
  version,
  description: `The native kernels of @anodec/kernels for ${platform} on ${arch}`,
  license,
  main: './kernels.node',
  files: ['kernels.node'],
  os: [platform],
  cpu: [arch],
  // a library of GNU's libc does not load where musl is
  ...(platform === 'linux' && { libc: [isGnu() ? 'glibc' : 'musl'] }),
  engines,
};
mkdirSync(folder, { recursive: true });
copyFileSync(addon, join(folder, 'kernels.node'));
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const about = `# ${name}\n\n${manifest.description}. Installed with that package; nothing to call.\n`;
writeFileSync(join(folder, 'README.md'), about);
console.log(
  `${name} ${version} is in ${folder}. Publish it with npm publish, before @anodec/kernels.`,
);

function isGnu() {
  return process.report.getReport().header.glibcVersionRuntime !== undefined;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
