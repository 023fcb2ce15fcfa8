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

/** How a command ended and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder to work in. */
export interface Workplace {
  readonly path: string;
  /** Runs `anodec` with these words in the folder. */
  anodec(...words: string[]): Ended;
  /** Runs several command lines in one process, which saves the start of each but the first. */
  anodecEach(lines: readonly (readonly string[])[]): Ended[];
  /** The same where no file may become larger than this, which is how a full disk looks. */
  anodecWithin(kilobytes: number, ...words: string[]): Ended;
  /** The same with Ctrl-C as soon as the progress bar says `moment`. */
  anodecStopped(moment: string, ...words: string[]): Promise<Ended>;
  /** All files below a folder of it by path, with a digest of each. */
  files(below?: string): Record<string, string>;
  read(path: string): string;
  write(path: string, text: string | Uint8Array): void;
  remove(): void;
}

/** Makes an empty folder to work in. */
export function createWorkplace(): Workplace {
  const path = mkdtempSync(join(tmpdir(), 'anodec-test-'));
  const start = (program: string, words: readonly string[]): Ended => {
    const options = { cwd: path, encoding: 'utf8', timeout: 50_000 } as const;
    const { status, stdout, stderr } = spawnSync(program, words, options);
    return { code: status, out: stdout, err: stderr };
  };
  return {
    path,
    anodec: (...words) => start(process.execPath, [BIN, ...words]),
    anodecEach: (lines) => {
      const words = ['--input-type=module', '--eval', EACH, JSON.stringify(lines)];
      const { out, err } = start(process.execPath, words);
      if (err !== '') throw new Error(err);
      return JSON.parse(out) as Ended[];
    },
    anodecWithin: (kilobytes, ...words) => {
      const script = `ulimit -f ${kilobytes}; exec "$@"`;
      return start('bash', ['-c', script, 'bash', process.execPath, BIN, ...words]);
    },
    anodecStopped: (moment, ...words) => stopAt(path, moment, words),
    files: (below = '.') => digests(path, below),
    read: (file) => readFileSync(join(path, file), 'utf8'),
    write: (file, text) => writeFileSync(join(path, file), text),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The command's own parts, once for every line of words. */
const EACH = `
import { runApp } from '${new URL('app.js', BUILT).href}';
import { endingOf } from '${new URL('ending.js', BUILT).href}';
const ended = [];
for (const words of JSON.parse(process.argv[1])) {
  const lines = [];
  const context = {
    print: (line = '') => lines.push(line + '\\n'),
    progress: { begin() {}, update() {}, end() {} },
    signal: new AbortController().signal,
  };
  const { code, words: err } = await runApp(words, context).then(
    () => ({ code: 0, words: '' }),
    (error) => endingOf(error),
  );
  ended.push({ code, out: lines.join(''), err: err ? String(err) + '\\n' : '' });
}
console.log(JSON.stringify(ended));`;

/** Lets standard error pass for a terminal, so that the bar says what is being done. */
const AS_TERMINAL = 'data:text/javascript,process.stderr.isTTY=true';

function stopAt(cwd: string, moment: string, words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', AS_TERMINAL, BIN, ...words], { cwd });
  let [out, err, raised] = ['', '', false];
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => {
    err += String(chunk);
    if (raised || !err.includes(moment)) return;
    raised = true;
    err = '';
    child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err: plain(err) }));
  });
}

/** What remains for a reader when the bar has wiped itself away. */
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

/** A table of three waves, one row per line; `change` may spoil a row. */
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
