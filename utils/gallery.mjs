// Draws every chart with the data of the tests, in both themes: node utils/gallery.mjs OUT
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [out] = process.argv.slice(2);
if (out === undefined) {
  console.error('There must be a folder for the gallery, got none: node utils/gallery.mjs OUT');
  process.exit(2);
}

const program = `
  import { mkdirSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  import { galleryFiles } from ${JSON.stringify(join(root, 'packages/charts/src/testing/gallery-page.ts'))};
  const out = ${JSON.stringify(resolve(out))};
  mkdirSync(out, { recursive: true });
  const files = await galleryFiles();
  for (const [name, content] of files) writeFileSync(join(out, name), content);
  console.log(files.size + ' files in ' + out + ', to begin with index.html');
`;
const node = [
  '--conditions=@anodec/source',
  '--import',
  'tsx',
  '--input-type=module',
  '-e',
  program,
];
process.exit(spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit' }).status ?? 1);
