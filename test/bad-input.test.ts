/**
 * What a user can get wrong, through the built command: it must end with exit code 2 and one line
 * that names the place and the remedy, and leave nothing half-written behind.
 */
import Excel from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorkplace, type Ended, TINY, type Workplace, waves } from './anodec-command.js';

let place: Workplace;
beforeAll(() => {
  place = createWorkplace();
});
afterAll(() => place.remove());

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
  const spoil = (word: string) => (row: string[], t: number) =>
    t === 7 ? [row[0], word, row[2]] : row;
  place.write('good.csv', waves(60));
  place.write('text.csv', waves(60, spoil('broken')));
  place.write('gap.csv', waves(60, spoil('')));
  place.write('empty.csv', '');
  place.write('headless.csv', waves(60).slice('A,B,C\n'.length));
  place.write('short.csv', waves(6));
  place.write('other.csv', waves(60).replace('C', 'D'));
  place.write('text.xlsx', await workbook(numbers(waves(60, spoil('broken')))));
  place.write('headless.xlsx', await workbook(numbers(waves(60)).slice(1)));
  place.write('empty.xlsx', await workbook([]));
  const whole = await workbook(numbers(waves(60)));
  place.write('cut.xlsx', whole.subarray(0, whole.length / 2));
});

const good = ['run', '--normal', 'good.csv', '--attack', 'good.csv', ...TINY];
const normal = (file: string) => ['run', '--normal', file, '--attack', 'good.csv', ...TINY];

/** What is typed, and the only line that is answered. */
const faults: readonly (readonly [fault: string, words: readonly string[], line: string])[] = [
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
    'headless.xlsx, row 1 must hold the names of the columns, got 0.84147 in column C. Say in which row the names are.',
  ],
  [
    'a text table without header beside one with a header',
    normal('headless.csv'),
    'All tables must have the columns of headless.csv, but good.csv has A besides. Leave a column out with --exclude, or name the labels with --label-column.',
  ],
  ['an empty text table', normal('empty.csv'), 'empty.csv must have rows, got an empty file.'],
  [
    'an empty sheet',
    normal('empty.xlsx'),
    'empty.xlsx, row 1 must hold the names of the columns, got an empty row. Say in which row the names are.',
  ],
  [
    'text in a number cell of a sheet',
    normal('text.xlsx'),
    'text.xlsx, row 9, column B must be a number, got "broken". Correct the cell, or leave it empty if the value is not known.',
  ],
  [
    'text in a number field of a text table',
    normal('text.csv'),
    'text.csv, row 9, column B must be a number, got "broken". Correct the field, or leave it empty if the value is not known.',
  ],
  [
    'a missing reading in the training data, where they are refused',
    [...normal('gap.csv'), '--missing', 'refuse'],
    'B must have no gaps in df_norm of data/processed/gap.h5, got a missing reading at row 7. Exclude the channel, or choose another rule for missing readings with the setting missing: mask, forward-fill, linear or drop.',
  ],
  [
    'another set of columns',
    ['run', '--normal', 'good.csv', '--attack', 'other.csv', ...TINY],
    'All tables must have the columns of good.csv, but other.csv has D besides. Leave a column out with --exclude, or name the labels with --label-column.',
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
    'A period must be given only for tables without times, but good.csv has the column A. Leave out --period, or add --time-column none.',
  ],
  [
    'a normal table alone',
    ['run', '--normal', 'good.csv'],
    'There must be a table to be judged. Name it with --attack, or use anodec data convert, data prepare and train.',
  ],
  [
    'a judged table alone',
    ['run', '--attack', 'good.csv'],
    'There must be a table of normal operation. Name it with --normal.',
  ],
  [
    'a folder of runs below a file',
    [...good, '--logs', 'good.csv/logs'],
    'good.csv/logs must be a folder that can be written to, got a file where a folder must be. Move the file, or choose another folder.',
  ],
  [
    'an unknown flag',
    ['train', '--hiden-size', '4'],
    'There is no flag or command hiden-size. Did you mean hidden-size? --help lists what is known.',
  ],
  [
    'a flag of another command',
    ['score', '--hidden-size', '4'],
    'This command knows no hidden-size; other commands do. --help lists what it knows.',
  ],
  [
    'an unknown command',
    ['trian'],
    'There is no flag or command trian. Did you mean train? --help lists what is known.',
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
    'validationSplit: Too big: expected number to be <1, got 2 (in the settings of recording).',
  ],
  [
    'settings that contradict each other',
    ['train', '--min-epochs', '5', '--max-epochs', '1'],
    'minEpochs: minEpochs must not be larger than maxEpochs (in the settings of model).',
  ],
  [
    'an unknown preset',
    ['train', '--preset', 'nope'],
    '--preset must be one of "quick", "compat", got "nope".',
  ],
  [
    'training before preparing',
    ['train'],
    'data/processed/data_store.h5 must be a store, but there is no such file. Make it with anodec data convert, then anodec data prepare.',
  ],
  [
    'a run that is not there',
    ['score', '7'],
    'A run must be in lightning_logs to be opened, got "7"; there are none. Name one of them, or train with anodec train.',
  ],
];

describe('ends in one line, exit code 2 and no run', () => {
  let ended: readonly Ended[];
  beforeAll(() => {
    ended = place.anodecEach(faults.map(([, words]) => words));
  });

  test.each(faults.map(([fault, , line], i) => [fault, line, i] as const))('%s', (_, line, i) => {
    expect(ended[i].err).toBe(`${line}\n`);
    expect(ended[i].code).toBe(2);
  });

  test('all of them', () => {
    const left = Object.keys({ ...place.files('data'), ...place.files('lightning_logs') });
    expect(left.filter((file) => !/^data\/(interim|processed)\/\w+\.h5$/.test(file))).toEqual([]);
  });
});

test('a data folder below a file ends in one line that says so', () => {
  const { code, err } = place.anodec(...good, '--data-root', 'good.csv/data');
  expect(err).toMatch(/^.*good\.csv\/data\/interim\/good\.h5.* file.*\n$/);
  expect(code).toBe(2);
});

test('a truncated workbook ends in one line that says so', () => {
  const { code, err } = place.anodec(...normal('cut.xlsx'));
  expect(err).toMatch(/^cut\.xlsx must be an intact \.xlsx workbook, got a truncated .+\n$/);
  expect(err).toContain('Get an intact copy.');
  expect(code).toBe(2);
});

test.each([
  ['training', ['--normal', 'good.csv', '--attack', 'good.csv', '--window-size', '50']],
  ['scoring', ['--normal', 'good.csv', '--attack', 'short.csv', '--window-size', '10']],
])('a window longer than the series ends in one line while %s', (_when, tables) => {
  const workplace = createWorkplace();
  try {
    for (const file of ['good.csv', 'short.csv']) workplace.write(file, place.read(file));
    const network = ['--max-epochs', '1', '--hidden-size', '4', '--backend', 'cpu'];
    const { code, err } = workplace.anodec('run', ...tables, ...network);
    expect(err).toMatch(/^Training and validation rows of .+ Choose windowSize 14\.\n$/);
    expect(code).toBe(2);
  } finally {
    workplace.remove();
  }
});

describe('with a store and a run that are there already', () => {
  let own: Workplace;
  let before: Record<string, string>;
  beforeAll(() => {
    own = createWorkplace();
    own.write('good.csv', waves(4000));
    own.write('long.csv', waves(20_000));
    // small batches, so that scoring lasts long enough to be stopped
    const { code, err } = own.anodec(...good, '--sample-size', '64', '--score-batch-size', '8');
    if (code !== 0) throw new Error(err);
  });
  beforeEach(() => {
    before = own.files();
  });
  afterAll(() => own.remove());

  const kept = () =>
    Object.fromEntries(Object.keys(before).map((file) => [file, own.files()[file]]));
  const added = () => Object.keys(own.files()).filter((file) => !(file in before));
  const convertAgain = ['data', 'convert', '--normal', 'long.csv', '--dataset', 'good'];

  test('a full disk while converting keeps the old store', () => {
    const { code, err } = own.anodecWithin(100, ...convertAgain);
    expect(err).toMatch(/^data\/interim\/good\.h5 must be writable, got.+\n$/);
    expect(code).toBe(2);
    expect(own.files()).toEqual(before);
  });

  test('a full disk while preparing keeps the old store', () => {
    const words = ['data', 'prepare', '--dataset', 'good', '--exclude', 'A'];
    const { code, err } = own.anodecWithin(20, ...words);
    expect(err).toMatch(/^data\/processed\/good\.h5 must be writable, got.+\n$/);
    expect(code).toBe(2);
    expect(own.files()).toEqual(before);
  });

  test('a full disk while training ends in one line, and the next training works', () => {
    const { code, err } = own.anodecWithin(4, 'train', '--dataset', 'good', ...TINY);
    expect(err).toMatch(/^lightning_logs\/version_1\/.+ must be writable, got.+\n$/);
    expect(code).toBe(2);
    expect(kept()).toEqual(before);
    expect(added().filter((file) => file.includes('.tmp'))).toEqual([]);
    expect(own.anodec('runs', 'show', '1').out).toContain('failed');
  });

  test('Ctrl-C while simulating leaves nothing behind', async () => {
    const words = ['simulate', '--data-root', 'plant', '--normal-duration', '6h'];
    const { code, err } = await own.anodecStopped('Simulating', ...words);
    expect(err).toMatch(/^Stopping; once more to stop at once\.\nStopped while writing .+\.$/);
    expect(code).toBe(130);
    expect(own.files()).toEqual(before);
  });

  test('Ctrl-C while converting keeps the old store', async () => {
    const { code, err } = await own.anodecStopped('Reading', ...convertAgain);
    expect(err).toMatch(/\nStopped while reading long\.csv\.$/);
    expect(code).toBe(130);
    expect(own.files()).toEqual(before);
  });

  test('Ctrl-C while training keeps other runs, and the training can go on', async () => {
    const words = ['train', '--dataset', 'good', '--sample-size', '64', '--hidden-size', '4'];
    const endless = [...words, '--max-epochs', '100000', '--early-stopping-patience', '0'];
    const { code, err } = await own.anodecStopped(', valid', ...endless);
    expect(err).toMatch(/\nStopped while training\. Go on with npx anodec train --resume \d+\.$/);
    expect(code).toBe(130);
    expect(kept()).toEqual(before);
    expect(added().filter((file) => file.includes('.tmp'))).toEqual([]);
    expect(own.anodec('runs', 'list').out).toContain('stopped');
    const again = own.anodec('train', '--resume', 'last', '--max-steps', '1');
    expect([again.code, again.err]).toEqual([0, '']);
  });

  test('Ctrl-C while scoring keeps the run and the store', async () => {
    const { code, err } = await own.anodecStopped('Scoring', 'score', '0');
    expect(err).toMatch(/\nStopped while scoring.*\.$/);
    expect(code).toBe(130);
    expect(own.files()).toEqual(before);
    expect(own.anodec('score', '0').code).toBe(0);
  });
});
