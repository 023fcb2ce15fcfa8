/**
 * Mistakes of users, through the built command: each must end with exit code 2 and one line that names
 * the place and the remedy, and leave no partial files.
 */
import Excel from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorkplace, type Ended, TINY, type Workplace, waves } from './anodec-command.js';

let folder: Workplace;
beforeAll(() => {
  folder = createWorkplace();
});
afterAll(() => folder.remove());

async function workbook(rows: readonly (readonly (string | number)[])[]): Promise<Uint8Array> {
  const book = new Excel.Workbook();
  const sheet = book.addWorksheet('Sheet1');
  for (const row of rows) sheet.addRow([...row]);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const cells = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
const numbers = (text: string) =>
  cells(text).map((row, r) =>
    r === 0 ? row : row.map((cell) => (cell === 'broken' ? cell : Number(cell))),
  );

beforeAll(async () => {
  const alterCell = (word: string) => (row: string[], t: number) =>
    t === 7 ? [row[0], word, row[2]] : row;
  folder.write('good.csv', waves(60));
  folder.write('text.csv', waves(60, alterCell('broken')));
  folder.write('gap.csv', waves(60, alterCell('')));
  folder.write('empty.csv', '');
  folder.write('headless.csv', waves(60).slice('A,B,C\n'.length));
  folder.write('short.csv', waves(6));
  folder.write('other.csv', waves(60).replace('C', 'D'));
  folder.write('text.xlsx', await workbook(numbers(waves(60, alterCell('broken')))));
  folder.write('headless.xlsx', await workbook(numbers(waves(60)).slice(1)));
  folder.write('empty.xlsx', await workbook([]));
  const whole = await workbook(numbers(waves(60)));
  folder.write('cut.xlsx', whole.subarray(0, whole.length / 2));
});

const good = ['run', '--normal', 'good.csv', '--attack', 'good.csv', ...TINY];
const normal = (file: string) => ['run', '--normal', file, '--attack', 'good.csv', ...TINY];

/** A command line, and the only line that answers it: whole, or its beginning where it ends in …. */
const faults: readonly (readonly [fault: string, args: readonly string[], line: string])[] = [
  [
    'a missing file',
    normal('missing.csv'),
    'missing.csv must be a table to read, but there is no such file. Check the path.',
  ],
  [
    'a missing workbook',
    normal('missing.xlsx'),
    'missing.xlsx must be a table to read, but there is no such file. Check the path.',
  ],
  [
    'a sheet without header',
    normal('headless.xlsx'),
    'headless.xlsx, row 1 must hold the names of the columns, got 0.84147 in column C. Say in which row the names are with --header-row.',
  ],
  [
    'a text table without header beside one with a header',
    normal('headless.csv'),
    'All tables must have the columns of headless.csv, but good.csv has A, B, C besides and lacks c1, c2, c3. …',
  ],
  ['an empty text table', normal('empty.csv'), 'empty.csv must have rows, got an empty file.'],
  [
    'an empty sheet',
    normal('empty.xlsx'),
    'empty.xlsx, row 1 must hold the names of the columns, got an empty row. Say in which row the names are with --header-row.',
  ],
  [
    'text in a number cell of a sheet',
    normal('text.xlsx'),
    'text.xlsx, row 9, column B must be a number, got "broken". Correct the cell, or leave it empty if the value is not known, or name the word in --missing-words.',
  ],
  [
    'text in a number field of a text table',
    normal('text.csv'),
    'text.csv, row 9, column B must be a number, got "broken". Correct the field, or leave it empty if the value is not known, or name the word in --missing-words.',
  ],
  [
    'a missing reading in the training data, where they are refused',
    [...normal('gap.csv'), '--missing', 'refuse'],
    'B must have no gaps in gap.csv (df_norm of data/processed/gap.h5), got a missing reading at row 7. Exclude the channel, or choose another rule for missing readings with --missing: mask, forward-fill, linear or drop.',
  ],
  [
    'another set of columns',
    ['run', '--normal', 'good.csv', '--attack', 'other.csv', ...TINY],
    'All tables must have the columns of good.csv, but other.csv has D besides and lacks C. …',
  ],
  [
    'an unknown column to leave out',
    [...good, '--exclude', 'nope'],
    'There is no column "nope" to leave out. Known are: A, B, C.',
  ],
  [
    'an unknown column of labels',
    [...good, '--label-column', 'nope'],
    'The column "nope" must be in good.csv, which has A, B, C. Give another --label-column.',
  ],
  [
    'an unknown column of times',
    [...good, '--time-column', 'nope'],
    'The column "nope" must be in good.csv, which has A, B, C. Give another --time-column.',
  ],
  [
    'a period beside times',
    [...good, '--time-column', 'A', '--period', '300s'],
    'A period must be given only for tables without times, but good.csv has the column A. Omit --period, or set --time-column none.',
  ],
  [
    'a normal table alone',
    ['run', '--normal', 'good.csv'],
    'A test table must be given with --attack, got none. To train without one, run the steps convert, prepare and train by themselves.',
  ],
  [
    'a test table alone',
    ['run', '--attack', 'good.csv'],
    'A table of normal operation must be given with --normal, got none.',
  ],
  [
    'a folder of runs below a file',
    [...good, '--logs', 'good.csv/logs'],
    'logs cannot be written: a part of good.csv/logs is a file where a folder must be. Check the path.',
  ],
  [
    'an unknown flag',
    ['train', '--hiden-size', '4'],
    'There is no flag or command hiden-size. Did you mean hidden-size? --help lists all.',
  ],
  [
    'a flag of another command',
    ['score', '--hidden-size', '4'],
    'This command has no flag hidden-size; anodec run, anodec train, anodec find learning-rate, anodec find batch-size and others have it. --help lists the flags of this one.',
  ],
  [
    'a flag of one other command',
    ['run', '--robustness'],
    'This command has no flag robustness; anodec evaluate has it. --help lists the flags of this one.',
  ],
  [
    'an unknown command',
    ['trian'],
    'There is no flag or command trian. Did you mean train? --help lists all.',
  ],
  [
    'a word where a number must be',
    ['train', '--hidden-size', 'banana'],
    '--hidden-size must be a number, got "banana".',
  ],
  [
    'a flag without its value',
    ['train', '--hidden-size'],
    '--hidden-size must be followed by a value, got none.',
  ],
  [
    'a flag in two spellings',
    ['train', '--batch-size', '4', '--batch_size', '8'],
    '--batch-size must be given once, got it 2 times.',
  ],
  [
    'a share above one',
    ['train', '--validation-split', '2'],
    '--validation-split must be below 1, got 2.',
  ],
  [
    'settings that contradict each other',
    ['train', '--min-epochs', '5', '--max-epochs', '1'],
    '--min-epochs must not be larger than --max-epochs.',
  ],
  [
    'an unknown preset',
    ['train', '--preset', 'nope'],
    '--preset must be one of "default", "quick", "compat", got "nope".',
  ],
  [
    'training before preparing',
    ['train'],
    'data/processed/data_store.h5 must exist, but there is no such file. data/processed has gap.h5, good.h5: choose one with --dataset.',
  ],
  [
    'a run that is not there',
    ['score', '7'],
    'A run must be in lightning_logs to be opened, got "7"; there are none. Name one of them, or train with anodec train.',
  ],
];

/** Text as a pattern that matches it. */
function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

describe('ends in one line, exit code 2 and no run', () => {
  let ended: readonly Ended[];
  beforeAll(() => {
    ended = folder.anodecEach(faults.map(([, args]) => args));
  });

  test.each(faults.map(([fault, , line], i) => [fault, line, i] as const))('%s', (_, line, i) => {
    const pattern = escape(line).replace(/…$/, '[^\\n]+');
    expect(ended[i].err).toMatch(new RegExp(`^${pattern}\\n$`));
    expect(ended[i].code).toBe(2);
  });

  test('all of them', () => {
    const left = Object.keys({ ...folder.files('data'), ...folder.files('lightning_logs') });
    expect(left.filter((file) => !/^data\/(interim|processed)\/\w+\.h5$/.test(file))).toEqual([]);
  });
});

test('a data folder below a file ends in one line that says so', () => {
  const { code, err } = folder.anodec(...good, '--data-root', 'good.csv/data');
  expect(err).toMatch(/^.*good\.csv\/data\/interim\/good\.h5.* file.*\n$/);
  expect(code).toBe(2);
});

test('a truncated workbook ends in one line that says so', () => {
  const { code, err } = folder.anodec(...normal('cut.xlsx'));
  expect(err).toMatch(/^cut\.xlsx must be an intact \.xlsx workbook, got a truncated .+\n$/);
  expect(err).toContain('Get an intact copy.');
  expect(code).toBe(2);
});

test.each([
  [
    'normal',
    ['--normal', 'good.csv', '--attack', 'good.csv', '--window-size', '50'],
    /^Training and validation rows of .+ must each hold a window of --window-size 50 .+ Choose --window-size \d+\.\n$/,
  ],
  [
    'test',
    ['--normal', 'good.csv', '--attack', 'short.csv', '--window-size', '10'],
    /^--window-size must be at most the 6 rows of the test recording short\.csv, got 10\.\n$/,
  ],
])(
  'a window longer than the %s recording ends in one line before training',
  (_which, tables, line) => {
    const workplace = createWorkplace();
    try {
      for (const file of ['good.csv', 'short.csv']) workplace.write(file, folder.read(file));
      const network = ['--max-epochs', '1', '--hidden-size', '4', '--backend', 'cpu'];
      const { code, err } = workplace.anodec('run', ...tables, ...network);
      expect(err).toMatch(line);
      expect(code).toBe(2);
      expect(workplace.files('lightning_logs')).toEqual({});
    } finally {
      workplace.remove();
    }
  },
);

describe('with a store and a run that are there already', () => {
  let own: Workplace;
  let before: Record<string, string>;
  beforeAll(() => {
    own = createWorkplace();
    own.write('good.csv', waves(4000));
    own.write('long.csv', waves(600_000)); // takes long enough to be stopped
    // small batches, so that scoring lasts long enough to be stopped
    const few = ['--sample-size', '64', '--score-batch-size', '8'];
    const many = ['--threshold', 'quantile', '--alarms.merge-gap', '1']; // alarms for the report to draw
    const long = ['--dataset', 'long'];
    const ended = own.anodecEach([
      [...good, ...few, ...many],
      ['data', 'convert', '--normal', 'long.csv', ...long],
      ['data', 'prepare', ...long],
    ]);
    for (const { code, err } of ended) if (code !== 0) throw new Error(err);
  });
  beforeEach(() => {
    before = own.files();
  });
  afterAll(() => own.remove());

  const kept = () =>
    Object.fromEntries(Object.keys(before).map((file) => [file, own.files()[file]]));
  const added = () => Object.keys(own.files()).filter((file) => !(file in before));
  /** Milliseconds in which a stopped command must end. */
  const SOON = 2000;
  const convertAgain = [
    'data',
    'convert',
    '--normal',
    'long.csv',
    '--dataset',
    'good',
    '--replace',
  ];

  test('a full disk while converting keeps the old store', () => {
    const { code, err } = own.anodecWithin(100, ...convertAgain);
    expect(err).toMatch(/^data\/interim\/good\.h5 must be writable, got.+\n$/);
    expect(code).toBe(2);
    expect(own.files()).toEqual(before);
  });

  test('a full disk while preparing keeps the old store', () => {
    const args = ['data', 'prepare', '--dataset', 'good', '--exclude', 'A'];
    const { code, err } = own.anodecWithin(20, ...args);
    expect(err).toMatch(/^data\/processed\/good\.h5 must be writable, got.+\n$/);
    expect(code).toBe(2);
    expect(own.files()).toEqual(before);
  });

  test('a full disk while training ends in one line, and the next training works', () => {
    const { code, err } = own.anodecWithin(4, 'train', '--dataset', 'good', ...TINY);
    expect(err).toMatch(
      /^\S+ cannot be written: lightning_logs\/version_1\/.+ would grow above .+\n$/,
    );
    expect(code).toBe(2);
    expect(kept()).toEqual(before);
    expect(added().filter((file) => file.includes('.tmp'))).toEqual([]);
    expect(own.anodec('runs', 'show', '1').out).toContain('failed');
  });

  test('Ctrl-C while simulating leaves nothing behind', async () => {
    const args = ['simulate', '--data-root', 'plant', '--normal-duration', '6h'];
    const { code, err } = await own.anodecStopped('Simulating', ...args);
    expect(err).toMatch(
      /^Stopping … press Ctrl-C again to quit immediately\.\nStopped while writing .+\.$/,
    );
    expect(code).toBe(130);
    expect(own.files()).toEqual(before);
  });

  test('Ctrl-C while preparing keeps the old store', async () => {
    const args = ['data', 'prepare', '--dataset', 'long', '--exclude', 'A'];
    const { code, err, milliseconds } = await own.anodecStopped('Preparing', ...args);
    expect(err).toMatch(/\nStopped while .+\.$/);
    expect(code).toBe(130);
    expect(milliseconds).toBeLessThan(SOON);
    expect(own.files()).toEqual(before);
  });

  test('Ctrl-C while drawing the report leaves the run without one, and evaluating again works', async () => {
    const { code, err, milliseconds } = await own.anodecStopped('Drawing', 'evaluate', '0');
    expect(err).toMatch(/\nStopped while .+\.$/);
    expect(code).toBe(130);
    expect(milliseconds).toBeLessThan(SOON);
    expect(own.files()).toEqual(before);
    expect(own.anodec('evaluate', '0').code).toBe(0);
  });

  test('Ctrl-C while converting keeps the old store', async () => {
    const { code, err } = await own.anodecStopped('Reading', ...convertAgain);
    expect(err).toMatch(/\nStopped while reading long\.csv\.$/);
    expect(code).toBe(130);
    expect(own.files()).toEqual(before);
  });

  test('Ctrl-C while training keeps other runs, and the training can go on', async () => {
    const args = ['train', '--dataset', 'good', '--sample-size', '64', '--hidden-size', '4'];
    const endless = [...args, '--max-epochs', '100000', '--early-stopping-patience', '0'];
    const { code, err } = await own.anodecStopped('· valid ', ...endless);
    expect(err).toMatch(
      /\nStopped while training\. To continue, resume run 2; to use its best weights so far, score it\. Run: npx anodec train --resume 2$/,
    );
    expect(code).toBe(130);
    expect(kept()).toEqual(before);
    expect(added().filter((file) => file.includes('.tmp'))).toEqual([]);
    expect(own.anodec('runs', 'list').out).toContain('stopped');
    const steps = Number(
      own.read('lightning_logs/version_2/metrics.csv').trim().split('\n').at(-1)?.split(',')[1],
    );
    const again = own.anodec('train', '--resume', 'last', '--max-steps', String(steps + 1));
    expect([again.code, again.err]).toEqual([0, '']);
  });

  test('Ctrl-C while scoring leaves a run that must be scored again, and the store as it was', async () => {
    const { code, err } = await own.anodecStopped('Scoring', 'score', '0');
    expect(err).toMatch(/\nStopped while scoring.*\.$/);
    expect(code).toBe(130);
    const { 'lightning_logs/version_0/scoring.json': _, ...others } = before;
    expect(own.files()).toMatchObject(others);
    // scores of two scorings must not be mixed: until it is scored again, the run has none
    expect(own.anodec('evaluate', '0').err).toContain('Run: npx anodec score 0');
    expect(own.anodec('score', '0').code).toBe(0);
  });
});
