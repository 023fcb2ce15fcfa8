// The licences of packages that a bundle carries in it: they must travel with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Licences that a package does not carry in a file of its own. */
const ELSEWHERE = Object.fromEntries(
  ['core', 'backend-cpu', 'backend-wasm', 'backend-webgpu'].map((part) => [
    `@tensorflow/tfjs-${part}`,
    join(root, 'utils/licences/tensorflow.txt'),
  ]),
);

/**
 * The licences as one text, with names and versions.
 *
 * @param metafile what esbuild says of the bundle
 * @param base folder that its paths begin at
 */
export function bundledLicences(metafile, base) {
  const folders = Object.keys(metafile.inputs).flatMap((input) => {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
    return folder === undefined ? [] : [join(base, folder)];
  });
  return [...new Set(folders)].sort().map(licenceOf).join('\n\n');
}

/** The licence of an installed package, under its name and version. */
export function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8') : inReadme(folder, name);
  return `${name} ${version}, licence ${license}\n\n${text.trim()}\n`;
}

function inReadme(folder, name) {
  if (ELSEWHERE[name]) return readFileSync(ELSEWHERE[name], 'utf8');
  const readme = join(folder, 'README.md');
  const [, text] = existsSync(readme) ? readFileSync(readme, 'utf8').split(/^LICENSE.*\n-+$/m) : [];
  if (text !== undefined) return text;
  throw new Error(`${folder} must have a licence to be bundled, got none.`);
}
