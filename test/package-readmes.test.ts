/**
 * The programs in the READMEs of the packages run on the built packages, and print what stands behind their arrows.
 *
 * Each package has a folder of its own, in which its programs run in their order: a later one may go on with what an earlier
 * one left. All of them run in one process, which loads what they share once and must end by itself.
 */
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PACKAGES = fileURLToPath(new URL('../packages/', import.meta.url));
/** Long enough for all programs on a busy machine. */
const PATIENCE = 600_000;

/** What is wrong in a table. */
interface Fault {
  /** First row and end of the rows in which A is 3 too high. */
  readonly rows: readonly [number, number];
  readonly isLabelled?: boolean;
}

/** Three waves, a row a minute, as CSV. */
function waves(rows: number, from: number, fault?: Fault): string {
  const isLabelled = fault?.isLabelled === true;
  const lines = Array.from({ length: rows }, (_, i) => {
    const t = from + i;
    const isWrong = fault !== undefined && i >= fault.rows[0] && i < fault.rows[1];
    const readings = [Math.sin(t / 7) + (isWrong ? 3 : 0), Math.cos(t / 11), Math.sin(t / 5 + 1)];
    const time = new Date(Date.UTC(2024, 0, 1) + t * 60_000).toISOString();
    const cells = [time, ...readings.map((value) => value.toFixed(5))];
    return [...cells, ...(isLabelled ? [Number(isWrong)] : [])].join(',');
  });
  return `time,A,B,C${isLabelled ? ',label' : ''}\n${lines.join('\n')}\n`;
}

const TRAIN = waves(300, 0);
const TEST = waves(200, 400, { rows: [100, 120], isLabelled: true });
const TABLES = { 'train.csv': TRAIN, 'test.csv': TEST };

/** The files that programs find in their folder, by package. */
const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  audit: TABLES,
  benchmark: { 'datasets/plant_train.csv': TRAIN, 'datasets/plant_test.csv': TEST },
  compare: TABLES,
  export: TABLES,
  fleet: {
    'normal/fan.csv': waves(400, 0),
    'normal/pump.csv': waves(400, 50),
    'normal/valve.csv': 'time,A\n',
    'newest/fan.csv': waves(100, 500),
    'newest/pump.csv': waves(100, 500, { rows: [90, 100] }),
  },
  pipeline: TABLES,
  search: TABLES,
  serve: { 'train.csv': TRAIN.replaceAll(/^[^,]+,([^,]+,[^,]+),.+$/gm, '$1') },
  stream: TABLES,
  tracking: TABLES,
};

/** What must have run before the programs of a package. */
const BEFORE: Readonly<Record<string, string>> = {
  serve: `
    import { prepareTables, trainRun } from '@anodec/pipeline';
    const { paths } = await prepareTables({ normal: 'train.csv' });
    await trainRun({ paths, detector: { kind: 'norm' } });
  `,
};

/** Programs without an arrow: what they leave behind is looked at by a test in their package, or they are parts of one. */
const WITHOUT_ARROW = ['charts', 'gan', 'model', 'plausibility', 'tensorboard-logger'];

/** A program of a README, with what stands behind its arrows. */
interface Example {
  readonly name: string;
  readonly program: string;
  readonly expected: readonly string[];
}

const readmes = readdirSync(PACKAGES).map((name) => ({
  name,
  readme: readFileSync(join(PACKAGES, name, 'README.md'), 'utf8'),
}));
const examples = readmes
  .filter(({ name }) => name !== 'model') // its own test runs all of its programs
  .flatMap(({ name, readme }): Example[] =>
    [...readme.matchAll(/```[jt]s\n([\s\S]+?)```/g)]
      .map(([, program]) => ({ name, program, expected: behindArrows(program) }))
      .filter(({ expected }) => expected.length > 0),
  );

function behindArrows(program: string): string[] {
  return [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
}

/** Runs the modules it is given, each in its folder, and prints what each has printed or thrown. */
const RUN_ALL = `
  import { dirname } from 'node:path';
  import { pathToFileURL } from 'node:url';
  const write = process.stdout.write.bind(process.stdout);
  const ends = [];
  for (const path of JSON.parse(process.argv[1])) {
    process.chdir(dirname(path));
    let printed = '';
    process.stdout.write = (text) => ((printed += text), true);
    const end = await import(pathToFileURL(path)).then(() => undefined, (error) => String(error.stack));
    ends.push({ printed, error: end });
  }
  process.stdout.write = write;
  // a program that failed may have left something open
  const isOver = ends.some(({ error }) => error !== undefined);
  write(JSON.stringify(ends), () => isOver && process.exit());
`;

let folder: string;
let ends: readonly { readonly printed: string; readonly error?: string }[];

function write(path: string, text: string): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-readmes-'));
  // found by all folders below it
  mkdirSync(join(folder, 'node_modules/@anodec'), { recursive: true });
  for (const { name } of readmes) {
    symlinkSync(join(PACKAGES, name), join(folder, 'node_modules/@anodec', name));
  }
  symlinkSync(join(PACKAGES, 'eval/node_modules/zod'), join(folder, 'node_modules/zod'));
  for (const [name, files] of Object.entries(FILES)) {
    for (const [path, text] of Object.entries(files)) write(join(name, path), text);
  }
  const before = Object.entries(BEFORE).map(([name, text]) => write(`${name}/before.mjs`, text));
  const paths = examples.map(({ name, program }, i) => write(`${name}/example-${i}.mjs`, program));
  const args = ['--input-type=module', '-e', RUN_ALL, JSON.stringify([...before, ...paths])];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: PATIENCE });
  ends = (JSON.parse(stdout) as typeof ends).slice(before.length);
}, PATIENCE);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(examples.map(({ name, expected }, i) => [name, expected, i] as const))(
  '%s prints what stands behind its arrows',
  (_, expected, i) => {
    const { printed, error } = ends[i];
    expect(error).toBeUndefined();
    expect(printed.trim().split('\n')).toEqual(expected);
  },
);

test('no program of a README is left out', () => {
  const without = readmes.filter(({ readme }) =>
    [...readme.matchAll(/```js\n([\s\S]+?)```/g)].some(([, it]) => behindArrows(it).length === 0),
  );
  expect(without.map(({ name }) => name)).toEqual(WITHOUT_ARROW);
});
