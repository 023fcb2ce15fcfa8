/** Fuzzed text tables. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Random } from '@anodec/core';
import { parse } from 'csv-parse/sync';
import { openCsv } from '@anodec/tables';
import { damage, splice } from './damage.soak.js';
import { checkSame, type FuzzFamily, pick, readOrRefuse, type ReadTable } from './family.soak.js';

interface Dialect {
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  readonly mark: '' | '\uFEFF';
  readonly lineEnd: string;
  readonly quoted: boolean;
}

const WORDS = [
  ',',
  ';',
  '\t',
  '"',
  '""',
  '\n',
  '\r\n',
  '-',
  '1e5',
  '0x1',
  'NaN',
  '=1+1',
  '\uFEFF',
  'é',
  ' ',
];

function dialectOf(random: Random): Dialect {
  const [delimiter, decimal] = pick<readonly [string, '.' | ',']>(random, [
    [',', '.'],
    [';', ','],
    [';', '.'],
    ['\t', '.'],
  ]);
  return {
    delimiter,
    decimal,
    mark: pick(random, ['', '\uFEFF']),
    lineEnd: pick(random, ['\n', '\r\n']),
    quoted: random.uniform() < 0.3,
  };
}

/** A table of times, readings and labels. */
function tableText(random: Random, dialect: Dialect): string {
  const { delimiter, decimal, mark, lineEnd, quoted } = dialect;
  const quote = (text: string): string => (quoted ? `"${text}"` : text);
  const line = (i: number): string =>
    [
      quote(`2015-12-28 10:00:${String(i).padStart(2, '0')}`),
      quote((random.normal() * 100).toFixed(4).replace('.', decimal)),
      String(i % 3),
      quote(i % 7 === 0 ? 'Attack' : 'Normal'),
    ].join(delimiter);
  const lines = ['time', 'FIT101', 'MV101', 'label'].map(quote).join(delimiter);
  const rows = Array.from({ length: 12 }, (_, i) => line(i));
  return mark + [lines, ...rows].join(lineEnd) + lineEnd;
}

/** A changed table, in a dialect that is given: what csv-parse makes of its fields, or a refusal. */
export const damagedTable: FuzzFamily = async (random, folder) => {
  const dialect = dialectOf(random);
  const text = tableText(random, dialect);
  const bytes =
    random.uniform() < 0.5
      ? Buffer.from(splice(random, text, WORDS))
      : damage(random, Buffer.from(text));
  const path = join(folder, 'table.csv');
  await writeFile(path, bytes);
  const detected = random.uniform() < 0.5;
  const { delimiter, decimal } = dialect;
  const options = detected ? {} : { delimiter, decimal, headerRow: 1 };
  const got = await readOrRefuse(() => openCsv(path, options));
  if (got === undefined) return 'refused';
  // a changed table may be one of another dialect; then it must be read wholly in that one
  const candidates = detected
    ? [[delimiter, decimal] as const, ...DIALECTS]
    : [[delimiter, decimal] as const];
  const rights = candidates.map(([d, sign]) => independentRows(bytes, d, sign, got));
  const ours = JSON.stringify(got.rows.map((row) => row.slice(1)));
  if (rights.includes(ours)) return 'right';
  const what = `${JSON.stringify(bytes.toString())} read with ${JSON.stringify(options)}`;
  throw new Error(`${what}: got ${ours}, but right is ${rights[0]}`);
};

const DIALECTS: readonly (readonly [string, '.' | ','])[] = [
  [',', '.'],
  [';', ','],
  [';', '.'],
  ['\t', '.'],
  ['\t', ','],
];

/** The rows as an independent parser cuts them and the engine reads their numbers, as JSON. */
function independentRows(
  bytes: Buffer,
  delimiter: string,
  decimal: '.' | ',',
  { columns }: ReadTable,
): string {
  try {
    const options = {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      bom: true,
    };
    const text = new TextDecoder().decode(bytes).replace(/\r$/, ''); // half a line end
    const records = parse(text, options);
    const filled = records.filter((row) => row.length > 1 || row[0].trim() !== '');
    const named = columns.some(([name], c) => name !== `c${c + 1}`);
    const kinds = columns.map(([, kind]) => kind);
    const rows = filled.slice(named ? 1 : 0);
    return JSON.stringify(
      rows.map((row) => row.map((field, c) => meaning(field, kinds[c], decimal))),
    );
  } catch (error) {
    return `nothing, ${String(error)}`;
  }
}

function meaning(field: string, kind: string | undefined, decimal: '.' | ','): unknown {
  if (kind === 'text') return field;
  const plain = field.trim();
  if (['', 'NaN', 'nan', 'NA', 'N/A', '#N/A', 'null', 'NULL', 'None'].includes(plain)) return null;
  if (decimal === ',' && plain.includes('.')) return 'no number';
  const value = Number(plain.replace(decimal, '.'));
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain.replace(decimal, '.'))
    ? value + 0
    : 'no number';
}

/** Bytes of a packed table changed: the table as it was, or a refusal. */
export const damagedPackedTable: FuzzFamily = async (random, folder) => {
  const text = tableText(random, dialectOf(random));
  const path = join(folder, 'packed.csv.gz');
  await writeFile(path, gzipSync(text));
  const right = await readOrRefuse(() => openCsv(path));
  const bytes = damage(random, gzipSync(text));
  await writeFile(path, bytes);
  const got = await readOrRefuse(() => openCsv(path));
  return checkSame(`packed table ${bytes.toString('base64')}`, got, right);
};
