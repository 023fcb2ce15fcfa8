// Bundles the scripts of pages: the one that scores tables in a browser, packages/web/src/page/page.ts, and those of the
// dashboard, packages/dashboard/src/page/page.ts. Does nothing where a script is newer than every source that goes into it.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledLicences } from './bundled-licences.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pages = {
  web: ['web', 'core', 'classic', 'preprocess', 'eval'],
  dashboard: ['dashboard'],
};

for (const [name, packages] of Object.entries(pages)) {
  const outfile = join(root, 'packages', name, 'dist/page.js');
  if (!isUpToDate(outfile, packages)) await bundle(name, outfile);
}
copyChartStyle();

function isUpToDate(outfile, packages) {
  if (!existsSync(outfile)) return false;
  const built = statSync(outfile).mtimeMs;
  const files = packages.flatMap((name) =>
    readdirSync(join(root, 'packages', name, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return [...files, fileURLToPath(import.meta.url)].every((path) => statSync(path).mtimeMs < built);
}

/** Of all that was read, what the script carries: unused parts of a package, such as UMAP, are not in it. */
function carriedBy({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return Object.fromEntries(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0));
}

async function bundle(name, outfile) {
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    entryPoints: [join(root, 'packages', name, 'src/page/page.ts')],
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
  const licences = bundledLicences({ inputs: carriedBy(metafile) }, root).replaceAll('*/', '* /');
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

/** The style sheet of the charts, which the dashboard serves with its own. */
function copyChartStyle() {
  const require = createRequire(join(root, 'packages/dashboard/package.json'));
  const source = require.resolve('uplot/dist/uPlot.min.css');
  const target = join(root, 'packages/dashboard/dist/chart.css');
  if (existsSync(target) && readFileSync(target, 'utf8') === readFileSync(source, 'utf8')) return;
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, target);
}
