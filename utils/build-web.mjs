// Bundles the page that scores tables in a browser, packages/web/src/page/page.ts, into one script. Does nothing where
// the script is newer than every source that goes into it.
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledLicences } from './bundled-licences.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, 'packages/web/dist/page.js');
const sources = ['web', 'core', 'classic', 'preprocess', 'eval'].map((name) =>
  join(root, 'packages', name, 'src'),
);

if (!isUpToDate()) await bundle();

function isUpToDate() {
  if (!existsSync(outfile)) return false;
  const built = statSync(outfile).mtimeMs;
  const files = sources.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return [...files, fileURLToPath(import.meta.url)].every((path) => statSync(path).mtimeMs < built);
}

async function bundle() {
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    entryPoints: [join(root, 'packages/web/src/page/page.ts')],
    absWorkingDir: root,
    outfile,
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@anodec/source'],
    minify: true,
    legalComments: 'none',
    plugins: [{ name: 'english', setup: englishOnly }],
  });
  // in the script itself, as it goes on into pages that users give away
  const licences = bundledLicences(metafile, root).replaceAll('*/', '* /');
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(`${outfile}.tmp`, `/*!\n${licences}*/\n${outputFiles[0].text}`);
  renameSync(`${outfile}.tmp`, outfile);
}

/** The messages of zod in other languages than English would be half of the script. */
function englishOnly({ onLoad }) {
  onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
    contents: "export { default as en } from './en.js';",
  }));
}
