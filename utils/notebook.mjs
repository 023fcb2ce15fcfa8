// The notebooks: registers the TypeScript kernel, opens the folder in Jupyter, or executes notebooks without a browser.
//
//     npm run notebook                          opens notebooks/ in JupyterLab or Jupyter Notebook
//     npm run notebook -- --execute [FILE …]    executes notebooks in place, all without names
//     npm run notebook -- --check [FILE …]      executes them and leaves them as they are
//     npm run notebook -- --register            registers the kernel only, for editors such as VS Code
//
// Plain JavaScript on Node's own modules, like the set-up.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'notebooks');
const KERNEL = 'anodec';

const [first, ...rest] = process.argv.slice(2);
if (!runs('jupyter', ['--version'])) {
  fail(
    'Jupyter must be installed to work with notebooks, and no `jupyter` was found. On Debian or Ubuntu:\n' +
      '  apt-get install jupyter-notebook jupyter-nbconvert\n' +
      'elsewhere, with Python: pip install jupyterlab nbconvert\n' +
      'The executed notebooks in notebooks/ can be read without it.',
  );
}
if (first === '--execute') execute(rest, true);
else if (first === '--check') execute(rest, false);
else if (first === '--register') console.log(`The kernel is registered in ${register()}.`);
else if (first === undefined) open();
else fail(`The argument must be --execute, --check or --register, got ${first}.`);

/** Writes the kernel's description to where Jupyter looks for the kernels of this user. */
function register() {
  const { stdout } = spawnSync('jupyter', ['--data-dir'], { encoding: 'utf8' });
  return writeKernel(join(stdout.trim(), 'kernels'));
}

/** @returns the folder of the kernel */
function writeKernel(kernels) {
  const path = join(kernels, KERNEL);
  mkdirSync(path, { recursive: true });
  const tslab = join(folder, 'node_modules', 'tslab', 'bin', 'tslab');
  const spec = {
    argv: [process.execPath, tslab, 'kernel', '--config-path={connection_file}'],
    display_name: 'TypeScript (anodec)',
    language: 'typescript',
  };
  writeFileSync(join(path, 'kernel.json'), `${JSON.stringify(spec, null, 2)}\n`);
  return path;
}

function open() {
  console.log(`The kernel is registered in ${register()}.`);
  trust();
  const interface_ = ['lab', 'notebook'].find((name) => runs('jupyter', [name, '--version']));
  if (interface_ === undefined) {
    fail(
      'Jupyter is here, but neither JupyterLab nor Jupyter Notebook. Install one, such as\n' +
        '  apt-get install jupyter-notebook      or      pip install jupyterlab\n' +
        'or open notebooks/ in VS Code with its Jupyter extension and choose the kernel TypeScript (anodec).',
    );
  }
  process.exit(spawnSync('jupyter', [interface_, folder], { stdio: 'inherit' }).status ?? 1);
}

/** Signs the notebooks as the user's own: Jupyter hides interactive charts of others until they are trusted. */
function trust() {
  const paths = notebooks();
  const { status } = spawnSync('jupyter', ['trust', ...paths], { stdio: 'ignore' });
  console.log(
    status === 0
      ? `The ${paths.length} notebooks are signed as trusted, so that their interactive charts show.`
      : 'The notebooks could not be signed as trusted: interactive charts show after File > Trust Notebook.',
  );
}

/** Paths of the notebooks, in order. */
function notebooks() {
  const all = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  return all.sort().map((name) => join(folder, name));
}

/**
 * Executes notebooks; one with a cell that fails, also by its types, stays as it was.
 *
 * @param keep whether the outputs are written into the notebooks
 */
function execute(files, keep) {
  const paths = files.length > 0 ? files.map((file) => resolve(file)) : notebooks();
  // kernels beside the packages, so that nothing in the home directory changes
  const jupyter = join(root, 'node_modules', '.cache', 'jupyter');
  writeKernel(join(jupyter, 'kernels'));
  for (const path of paths) {
    console.log(`Executing ${path} …`);
    const since = performance.now();
    executeOne(path, { ...process.env, JUPYTER_PATH: jupyter }, keep);
    console.log(`  ${((performance.now() - since) / 1000).toFixed(0)} s`);
  }
}

function executeOne(path, env, keep) {
  const done = join(dirname(path), `.executed-${process.pid}.ipynb`);
  const args = [
    'nbconvert',
    '--to',
    'notebook',
    '--execute',
    '--log-level=ERROR',
    '--output',
    done,
  ];
  const settings = [
    `--ExecutePreprocessor.kernel_name=${KERNEL}`,
    '--ExecutePreprocessor.timeout=1800',
  ];
  const run = (...more) =>
    spawnSync('jupyter', [...args, ...settings, ...more, path], {
      encoding: 'utf8',
      env,
      cwd: dirname(path),
    });
  const { status, stderr } = run();
  if (status === 0) {
    if (keep) renameSync(done, path);
    else rmSync(done);
    return;
  }
  // the kernel prints an error as text, which Jupyter keeps only where it goes on after one
  const again = run('--allow-errors');
  const cells = again.status === 0 ? JSON.parse(readFileSync(done, 'utf8')).cells : [];
  rmSync(done, { force: true });
  const failed = cells.find(({ outputs = [] }) => outputs.some(({ name }) => name === 'stderr'));
  if (!failed) fail(`${path} could not be executed.\n\n${stderr}`);
  const errors = failed.outputs
    .filter(({ name }) => name === 'stderr')
    .map((one) => text(one.text));
  fail(`${path}: a cell failed.\n\n${text(failed.source)}\n\n${errors.join('')}`);
}

function text(lines) {
  return Array.isArray(lines) ? lines.join('') : String(lines);
}

function runs(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
