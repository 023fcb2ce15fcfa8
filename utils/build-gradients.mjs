// Bundles what TensorFlow.js's build for Node leaves out, the registered gradients and the chained
// operations (`x.add(y)`), into one file of packages/kernels. Its modules cannot be imported one by
// one: they lack extensions and a type. Engine and registries are global, so that the bundle feeds
// the installed tfjs-core although it carries parts of it a second time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledLicences } from './bundled-licences.mjs';

const kernels = join(dirname(fileURLToPath(import.meta.url)), '../packages/kernels');
const outfile = join(kernels, 'dist/tensorflow-gradients.cjs');
const licences = join(kernels, 'dist/tensorflow-gradients.notices.txt');
const core = '@tensorflow/tfjs-core';

const hash = createHash('sha256')
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .update(readFileSync(join(kernels, 'node_modules', core, 'package.json')))
  .digest('hex');
const banner = `// Parts of ${core}, Copyright Google LLC, Apache License 2.0: and what it needs: see tensorflow-gradients.notices.txt. ${hash}`;

const isBuilt = existsSync(licences) && existsSync(outfile);
if (!isBuilt || !readFileSync(outfile, 'utf8').startsWith(banner)) await bundle();

async function bundle() {
  const { build } = await import('esbuild');
  mkdirSync(dirname(outfile), { recursive: true });
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: kernels,
    stdin: {
      contents: `
        import '${core}/dist/register_all_gradients.js';
        import '${core}/dist/public/chained_ops/register_all_chained_ops.js';`,
      resolveDir: kernels,
    },
    outfile: `${outfile}.tmp`,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    legalComments: 'eof',
    banner: { js: banner },
  });
  writeFileSync(licences, bundledLicences(metafile, kernels));
  renameSync(`${outfile}.tmp`, outfile);
}
