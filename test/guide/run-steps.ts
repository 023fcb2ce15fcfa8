/** Runs the steps of a page in one process, in a folder that looks like a clone of the repository. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { argumentsOf, commandsOf, type Step } from './read-page.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = new URL('../../packages/cli/dist/', import.meta.url);

/** What the process is told to do, one after the other. */
type Order =
  | { readonly kind: 'anodec'; readonly args: readonly string[] }
  | { readonly kind: 'shell'; readonly line: string }
  | { readonly kind: 'program'; readonly file: string };

/** How an order ended. */
interface Ended {
  readonly code: number;
  readonly out: string;
}

/** Makes a folder with the packages and scripts of the repository. @param from a folder to begin with */
export function createClone(from?: string): string {
  const path = mkdtempSync(join(tmpdir(), 'anodec-guide-'));
  if (from !== undefined) {
    for (const name of readdirSync(from)) {
      if (['packages', 'utils', 'node_modules'].includes(name)) continue;
      cpSync(join(from, name), join(path, name), { recursive: true });
    }
  }
  for (const name of ['packages', 'utils']) symlinkSync(join(ROOT, name), join(path, name));
  mkdirSync(join(path, 'node_modules/@anodec'), { recursive: true });
  mkdirSync(join(path, 'node_modules/.bin'));
  for (const folder of readdirSync(join(ROOT, 'packages'))) {
    const target = join(ROOT, 'packages', folder);
    const manifest = readFileSync(join(target, 'package.json'), 'utf8');
    const { name } = JSON.parse(manifest) as { name: string };
    symlinkSync(target, join(path, 'node_modules', name));
  }
  symlinkSync(join(ROOT, 'packages/pipeline/node_modules/zod'), join(path, 'node_modules/zod'));
  symlinkSync(join(ROOT, 'node_modules/@types'), join(path, 'node_modules/@types'));
  const npx = join(path, 'node_modules/.bin/npx');
  const bin = fileURLToPath(new URL('bin.js', BUILT));
  const real = join(dirname(process.execPath), 'npx');
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1" = anodec ] || exec "${real}" "$@"\nshift\nexec "${process.execPath}" "${bin}" "$@"\n`,
  );
  chmodSync(npx, 0o755);
  return path;
}

/**
 * Runs steps.
 *
 * @returns what each step printed
 * @throws Error when one fails, or does not fail although it must
 */
export async function runSteps(folder: string, steps: readonly Step[]): Promise<string[]> {
  const orders: Order[][] = [];
  for (const [i, step] of steps.entries()) orders.push(await ordersOf(folder, step, i));
  const ended = carryOut(folder, orders.flat());
  let at = 0;
  return steps.map((step, i) => {
    const own = ended.slice(at, (at += orders[i].length));
    const printed = own.map(({ out }) => out).join('');
    const failed = own.some(({ code }) => code !== 0);
    if (failed === step.refused) return printed;
    throw new Error(`Line ${step.line} ${failed ? 'failed' : 'was not refused'}:\n${printed}`);
  });
}

/** Files are written at once: a step that needs one comes after it in the page, too. */
async function ordersOf(folder: string, step: Step, i: number): Promise<Order[]> {
  const { language, code, file } = step;
  if (file !== undefined) {
    writeFileSync(join(folder, file), `${code}\n`);
    if (language !== 'ts' && language !== 'js') return [];
  }
  if (language === 'sh') return commandsOf(code).map(orderOf);
  if (language === 'python') {
    writeFileSync(join(folder, `step-${i}.py`), code);
    return [{ kind: 'shell', line: `python3 step-${i}.py` }];
  }
  const { code: program } = await transform(code, { loader: 'ts', format: 'esm' });
  writeFileSync(join(folder, `step-${i}.mjs`), program);
  return [{ kind: 'program', file: join(folder, `step-${i}.mjs`) }];
}

function orderOf(line: string): Order {
  const [npx, anodec, ...args] = argumentsOf(line) ?? [];
  const inProcess = npx === 'npx' && anodec === 'anodec';
  return inProcess ? { kind: 'anodec', args } : { kind: 'shell', line };
}

function carryOut(folder: string, orders: readonly Order[]): Ended[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', WORKER, JSON.stringify(orders)],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(folder, 'node_modules/.bin')}:${process.env.PATH}` },
      maxBuffer: 1 << 28,
    },
  );
  const [, json] = /^ENDED (.*)$/m.exec(stdout) ?? [];
  if (json === undefined)
    throw new Error(`The process ended before the page:\n${stdout}\n${stderr}`);
  return JSON.parse(json) as Ended[];
}

/** Carries the orders out, also after one that fails; what they print is kept. */
const WORKER = `
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { runApp } from '${new URL('app.js', BUILT).href}';
import { endingOf } from '${new URL('ending.js', BUILT).href}';
const ended = [];
const write = process.stdout.write.bind(process.stdout);
const context = {
  print: (line = '') => console.log(line),
  note: (line) => console.log(line),
  progress: { begin() {}, update() {}, end() {} },
  signal: new AbortController().signal,
};
async function carryOut(order) {
  if (order.kind === 'anodec') return void (await runApp(order.args, context));
  if (order.kind === 'program') return void (await import(pathToFileURL(order.file).href));
  // a shell whose input is a socket, as pipes of Node are, may read .bashrc, which changes what is found
  const stdio = ['ignore', 'pipe', 'pipe'];
  const options = { encoding: 'utf8', stdio };
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', order.line], options);
  process.stdout.write(stdout);
  if (status !== 0) throw new Error(stderr);
}
for (const order of JSON.parse(process.argv[1])) {
  let [code, out] = [0, ''];
  process.stdout.write = (text) => ((out += text), true);
  try {
    await carryOut(order);
  } catch (error) {
    const ending = endingOf(error);
    code = ending.code || 1;
    console.log(ending.message instanceof Error ? ending.message.stack : ending.message);
  }
  process.stdout.write = write;
  ended.push({ code, out });
}
console.log('ENDED ' + JSON.stringify(ended));
process.exit(0);`;
