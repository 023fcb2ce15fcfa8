/** The built command in a process of its own, below a folder that is removed afterwards. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../packages/cli/dist/', import.meta.url);

/** The built command; `npm test` builds it first. */
export const BIN = fileURLToPath(new URL('bin.js', BUILT));

/** The backend that `auto` must choose here: native kernels where set-up has built them. */
export const AUTO_BACKEND = existsSync(
  new URL(
    `../packages/kernels/dist/native/${process.platform}-${process.arch}/kernels.node`,
    import.meta.url,
  ),
)
  ? 'native'
  : 'simd';

/** Exit code and output of a command. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** How an interrupted command ended, and how long after Ctrl-C. */
export interface Stopped extends Ended {
  readonly milliseconds: number;
}

/** A temporary folder. */
export interface Workplace {
  readonly path: string;
  /** Runs `anodec` with these arguments in the folder. */
  anodec(...args: string[]): Ended;
  /** Runs several command lines in one process, so that Node starts only once. */
  anodecEach(lines: readonly (readonly string[])[]): Ended[];
  /** The same where no file may become larger than this, as on a full disk. */
  anodecWithin(kilobytes: number, ...args: string[]): Ended;
  /** The same, interrupted by Ctrl-C as soon as the progress bar says `moment`. */
  anodecStopped(label: string, ...args: string[]): Promise<Stopped>;
  /** All files below a folder of it by path, with a digest of each. */
  files(below?: string): Record<string, string>;
  read(path: string): string;
  write(path: string, text: string | Uint8Array): void;
  remove(): void;
}

/** Makes an empty temporary folder. */
export function createWorkplace(): Workplace {
  const path = mkdtempSync(join(tmpdir(), 'anodec-test-'));
  const start = (program: string, args: readonly string[]): Ended => {
    const options = { cwd: path, encoding: 'utf8', timeout: 240_000 } as const;
    const { status, stdout, stderr } = spawnSync(program, args, options);
    return { code: status, out: stdout, err: stderr };
  };
  return {
    path,
    anodec: (...args) => start(process.execPath, [BIN, ...args]),
    anodecEach: (lines) => {
      const args = ['--input-type=module', '--eval', EACH, JSON.stringify(lines)];
      const { out, err } = start(process.execPath, args);
      if (err !== '') throw new Error(err);
      return JSON.parse(out) as Ended[];
    },
    anodecWithin: (kilobytes, ...args) => {
      const script = `ulimit -f ${kilobytes}; exec "$@"`;
      return start('bash', ['-c', script, 'bash', process.execPath, BIN, ...args]);
    },
    anodecStopped: (label, ...args) => stopAt(path, label, args),
    files: (below = '.') => digests(path, below),
    read: (file) => readFileSync(join(path, file), 'utf8'),
    write: (file, text) => writeFileSync(join(path, file), text),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Runs the app once for each command line. */
const EACH = `
import { runApp } from '${new URL('app.js', BUILT).href}';
import { endingOf } from '${new URL('ending.js', BUILT).href}';
const ended = [];
for (const args of JSON.parse(process.argv[1])) {
  const lines = [];
  const context = {
    print: (line = '') => lines.push(line + '\\n'),
    progress: { begin() {}, update() {}, end() {} },
    signal: new AbortController().signal,
  };
  const { code, message: err } = await runApp(args, context).then(
    () => ({ code: 0, message: '' }),
    (error) => endingOf(error),
  );
  ended.push({ code, out: lines.join(''), err: err ? String(err) + '\\n' : '' });
}
console.log(JSON.stringify(ended));`;

/** Makes standard error look like a terminal, so that the progress bar is drawn. */
const AS_TERMINAL = 'data:text/javascript,process.stderr.isTTY=true';

function stopAt(cwd: string, label: string, args: readonly string[]): Promise<Stopped> {
  const child = spawn(process.execPath, ['--import', AS_TERMINAL, BIN, ...args], { cwd });
  let [out, err, raised] = ['', '', NaN];
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => {
    err += String(chunk);
    if (!Number.isNaN(raised) || !err.includes(label)) return;
    raised = performance.now();
    err = '';
    child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out, err: plain(err), milliseconds: performance.now() - raised }),
    );
  });
}

/** The lines that stay on the terminal after the progress bar is cleared. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the bar moves the cursor with them
  const lines = text.replace(/\u001b(\[[?\d;]*[A-Za-z]|[78])/g, '').split('\n');
  return lines.filter((line) => /^[A-Z]/.test(line)).join('\n');
}

function digests(root: string, below: string): Record<string, string> {
  const folder = join(root, below);
  if (!existsSync(folder)) return {};
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  return Object.fromEntries(
    paths.sort().map((file) => [file.slice(root.length + 1), digest(file)]),
  );
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** A table of three waves, one row per line; `change` may alter a row. */
export function waves(rows: number, change = (row: string[], _t: number): string[] => row): string {
  const lines = Array.from({ length: rows }, (_, t) => {
    const wave = [Math.sin(t / 7), Math.cos(t / 11), Math.sin(t / 5 + 1)];
    return change(
      wave.map((value) => value.toFixed(5)),
      t,
    ).join(',');
  });
  return `${['A', 'B', 'C'].join(',')}\n${lines.join('\n')}\n`;
}

/** Settings of a network that is trained in a second. */
export const TINY: readonly string[] =
  '--max-epochs 1 --window-size 5 --hidden-size 4 --embedding-size 2 --backend cpu'.split(' ');
