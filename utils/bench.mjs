// Runs a benchmark of the repository from its sources: npm run bench -- NAME
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** To add a benchmark: one file that exports `bench(print)`, one line here. */
const benches = {
  excel: 'packages/data/src/excel/excel.bench.ts',
  recurrent: 'packages/kernels/src/recurrent.bench.ts',
  training: 'packages/model/src/autoencoder/training.bench.ts',
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [name = ''] = process.argv.slice(2);

if (!Object.hasOwn(benches, name)) {
  console.error(`There is no benchmark "${name}". Known are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const program = `
  import { bench } from ${JSON.stringify(join(root, benches[name]))};
  const figures = await bench(console.log);
  if (figures) console.log(figures);
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
