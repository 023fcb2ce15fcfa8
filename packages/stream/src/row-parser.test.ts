/** Records of a source as rows, and what is no row. */
import { TableSettings } from '@anodec/pipeline';
import { expect, test } from 'vitest';
import { createRowParser, type RowParserParts } from './row-parser.js';

const tables = TableSettings.parse({
  prepare: {
    layout: 'auto',
    timeColumn: 'auto',
    timeFormat: 'auto',
    labelColumn: 'auto',
    exclude: [],
    include: [],
    keepCounters: false,
    startup: 'auto',
    dropConstant: false,
    unordered: 'refuse',
    duplicates: 'refuse',
    keepYearErrors: false,
  },
  reading: { missingWords: ['-9999'], wordValues: { OPEN: 2 } },
  ending: '.csv',
  leftOut: ['comment'],
});
const parts: RowParserParts = { source: 'plant', channels: ['A', 'B'], tables };
const position = {};
const at = (text: string) => Date.parse(`${text}Z`);

/** What is read of successive batches, each the beginning of a file or not. */
function read(given: RowParserParts, ...batches: readonly (readonly (string | object)[])[]) {
  const parser = createRowParser(given);
  return batches.map((records, i) => {
    const batch = { records: records as readonly string[], position, isStart: i === 0 };
    const { times, values, faults } = parser.parse(batch);
    return { times: [...times], values: [...values], faults };
  });
}

test('reads lines below a header, with the words of the tables of the run', () => {
  const [found] = read(parts, [
    'B;time;A;comment',
    '1,5;2024-01-02 03:04:05;OPEN;x',
    '-9999;2024-01-02 03:04:06;true;',
    '',
    ';2024-01-02 03:04:07;1e3;"a;b"',
  ]);
  expect(found).toEqual({
    times: [5, 6, 7].map((second) => at(`2024-01-02T03:04:0${second}`)),
    values: [2, 1.5, 1, NaN, 1000, NaN],
    faults: [],
  });
});

test('reads JSON objects and rows by names, in which a reading may be absent', () => {
  const [found] = read(parts, [
    '{"time":"2024-01-02T03:04:05+01:00","A":1,"B":null}',
    '{"B":3,"time":"2024-01-02T02:04:06Z"}',
    { time: '2024-01-02T02:04:07Z', A: '2.5', B: false },
  ]);
  expect(found).toEqual({
    times: [5, 6, 7].map((second) => at(`2024-01-02T02:04:0${second}`)),
    values: [1, NaN, NaN, 3, 2.5, 0],
    faults: [],
  });
});

test('says of each record that is no row what is wrong, and reads the others', () => {
  const [{ values, faults }] = read(parts, [
    'time,A,B',
    '2024-01-01T00:00:00Z,1,2',
    '2024-01-01T00:00:01Z,1',
    '2024-01-01T00:00:02Z,off,2',
    'yesterday,1,2',
    '{"A": 1',
    '2024-01-01T00:00:03Z,3,1e39',
    '2024-01-01T00:00:04Z,3,4',
  ]);
  expect(values).toEqual([1, 2, 3, 4]);
  expect(faults).toEqual([
    'Row 2 of plant must have 3 fields, got 2.',
    'A must be a number between -3.4e38 and 3.4e38 in row 3 of plant, got "off".',
    expect.stringContaining('A timestamp must be written as ISO 8601'),
    'Row 5 of plant must have 3 fields, got 1.',
    'B must be a number between -3.4e38 and 3.4e38 in row 6 of plant, got "1e39".',
  ]);
});

test('takes the header of the next file, also where its columns are others', () => {
  const parser = createRowParser(parts);
  const parse = (records: string[]) => [
    ...parser.parse({ records, position, isStart: true }).values,
  ];
  expect(parse(['A,B', '1,2'])).toEqual([1, 2]);
  expect(parse(['A,B', '3,4'])).toEqual([3, 4]);
  expect(parse(['B,A', '5,6'])).toEqual([6, 5]);
  expect(parse(['7,8'])).toEqual([8, 7]);
  expect(parser.clock()).toBe('rows');
});

test('goes on from its state in the middle of a file', () => {
  const first = createRowParser(parts);
  first.parse({ records: ['B,A', '1,2'], position, isStart: true });
  const again = createRowParser(parts, JSON.parse(JSON.stringify(first.state())));
  const { values, faults } = again.parse({ records: ['3,4', 'x'], position });
  expect([[...values], faults]).toEqual([[4, 3], ['Row 3 of plant must have 2 fields, got 1.']]);
});

test('takes names for lines without a header, and offsets from the readings', () => {
  const given = { ...parts, columns: ['A', 'B'], offsets: [1e8, 0] };
  expect(read(given, ['100000001.5,2'])[0].values).toEqual([1.5, 2]);
  expect(() => read(parts, ['1,2', '3,4'])).toThrow('must hold the names of the columns');
});

test('refuses columns without a channel, and dates that can be read in two ways', () => {
  expect(() => read(parts, ['A,C', '1,2'])).toThrow('but lacks B. Rename or add columns.');
  const dated = ['time,A,B', '02/01/2024 10:00:00,1,2'];
  expect(() => read(parts, dated)).toThrow('Name one with `timeFormat`.');
  const named = { ...tables, prepare: { ...tables.prepare, timeFormat: 'dd/MM/yyyy HH:mm:ss' } };
  expect(read({ ...parts, tables: named }, dated)[0].times).toEqual([at('2024-01-02T10:00:00')]);
});

test('reads numbers as the clock of the run has them, and local times in the zone of the run', () => {
  const numbered = ['time,A,B', '7,1,2'];
  expect(read({ ...parts, clock: 'elapsed' }, numbered)[0].times).toEqual([7000]);
  const zoned = { ...tables, prepare: { ...tables.prepare, timeZone: 'Asia/Singapore' } };
  const local = ['time,A,B', '2024-01-02 10:00:00,1,2', '2024-01-02 10:00:00Z,1,2'];
  expect(read({ ...parts, tables: zoned }, local)[0].times).toEqual([
    at('2024-01-02T02:00:00'),
    at('2024-01-02T10:00:00'),
  ]);
});

test('notes columns that it does not look at', () => {
  const notes: string[] = [];
  read({ ...parts, note: (line) => notes.push(line) }, ['A,B,C,comment,label', '1,2,3,x,0']);
  expect(notes).toEqual(['C of plant are no channels of the run and are not looked at.']);
});
