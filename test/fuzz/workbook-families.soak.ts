/** Fuzzed workbooks. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWorkbook } from '@anodec/tables';
import { damage, splice } from './damage.soak.js';
import {
  checkSame,
  difference,
  type Ending,
  type FuzzFamily,
  pick,
  readOrRefuse,
} from './family.soak.js';
import { rawParts, writeParts } from './raw-book.soak.js';

const BOOK = {
  rows:
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c>' +
    '<c r="C1" t="str"><v>when</v></c><c r="D1" t="s"><v>1</v></c></row>\n' +
    Array.from({ length: 12 }, (_, i) => rowXml(i + 2)).join('\n') +
    '<row r="20"/><row r="21"><c r="A21"/><c r="B21"><v>1e-3</v></c></row>',
  strings: '<si><t>name</t></si><si><r><t>la</t></r><r><t>bel</t></r></si><si><t>Normal</t></si>',
  styles:
    '<numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts>' +
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>',
};

function rowXml(r: number): string {
  return (
    `<row r="${r}"><c r="A${r}" t="inlineStr"><is><t>row ${r}</t></is></c>` +
    `<c r="B${r}" s="0"><v>${r / 7}</v></c><c r="C${r}" s="1"><v>${42_366 + r / 24}</v></c>` +
    `<c r="D${r}" t="s"><v>2</v></c></row>`
  );
}

/** What a changed sheet may be changed to. */
const WORDS = [
  '<c r="B3"><v>7</v></c>',
  '<v>',
  '</c>',
  '</row>',
  '<row r="5">',
  ' t="e"',
  ' t="b"',
  ' s="1"',
  '<f>A1</f>',
  '<!-- -->',
  '&amp;',
  '&lt;v&gt;',
  '-',
  '9',
  'é水',
  '"',
  "'",
  '>',
  '/',
];

const fast = (path: string) =>
  readOrRefuse(() => openWorkbook(path, { headerRow: 1, reader: 'fast' }));
const exceljs = (path: string) =>
  readOrRefuse(() => openWorkbook(path, { headerRow: 1, reader: 'exceljs' }));

/** Bytes of a whole book changed: checksums have to find it, or the rows are those of the book. */
export const damagedBook: FuzzFamily = async (random, folder) => {
  const path = join(folder, 'book.xlsx');
  await writeParts(path, rawParts(BOOK));
  const right = await fast(path);
  const bytes = damage(random, await readFile(path));
  await writeFile(path, bytes);
  return checkSame(`damaged book ${bytes.toString('base64')}`, await fast(path), right);
};

/**
 * The XML of a part changed and packed with right checksums: both readers read the same. Where
 * exceljs refuses what stands around the rows, which ours does not look at, the rows are the judge;
 * where it refuses them as well, nothing else may have been read than without the change.
 */
export const changedSheet: FuzzFamily = async (random, folder) => {
  const parts = rawParts(BOOK);
  const at = random.uniform() < 0.8 ? parts.length - 1 : random.integer(parts.length);
  const [name, xml] = parts[at];
  const bytes =
    random.uniform() < 0.5
      ? Buffer.from(splice(random, xml, WORDS))
      : damage(random, Buffer.from(xml));
  const path = join(folder, 'sheet.xlsx');
  const write = (content: string | Buffer) =>
    writeParts(
      path,
      parts.map((part, i) => (i === at ? ([name, content] as const) : part)),
    );
  await write(bytes);
  const ours = await fast(path);
  if (ours === undefined) return 'refused';
  let theirs = await exceljs(path);
  if (theirs === undefined) {
    await write(rowsOf(bytes.toString(), xml));
    theirs = await exceljs(path);
  }
  await write(xml);
  const right = theirs ?? (await fast(path));
  return checkSame(`${name} changed to ${difference(bytes.toString(), xml)}`, ours, right);
};

/** A sheet with the rows of one and everything around them of another. */
function rowsOf(changed: string, intact: string): string {
  const [begin, end] = ['<sheetData>', '</sheetData>'];
  const rows = changed.slice(changed.indexOf(begin), changed.indexOf(end));
  return intact.slice(0, intact.indexOf(begin)) + rows + intact.slice(intact.indexOf(end));
}

/** XML that is out to do harm: every one has to be refused. */
const HOSTILE: readonly ((n: number) => Parameters<typeof rawParts>[0])[] = [
  (n) => ({
    ...BOOK,
    prolog: `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(n)}">${Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY b${i} "&a;&a;&a;">`,
    ).join('')}]>`,
    rows: `${BOOK.rows}<row r="30"><c r="A30" t="str"><v>&b8;</v></c></row>`,
  }),
  () => ({
    ...BOOK,
    strings: `<!DOCTYPE x SYSTEM "file:///etc/passwd">${BOOK.strings}<si><t>&x;</t></si>`,
  }),
  (n) => ({ ...BOOK, rows: `${BOOK.rows}<row r="${1_048_577 + n}"><c><v>1</v></c></row>` }),
  (n) => ({
    ...BOOK,
    rows: `${BOOK.rows}<row r="30"><c r="${'Z'.repeat(4 + (n % 9))}30"><v>1</v></c></row>`,
  }),
  (n) => ({ ...BOOK, rows: `${BOOK.rows}<row r="30"><c r="A30" t="s"><v>${3 + n}</v></c></row>` }),
  (n) => ({
    ...BOOK,
    rows: `${BOOK.rows}<row r="30"><c r="A30" t="str"><v><![CDATA[${n}]]></v></c></row>`,
  }),
  (n) => ({
    ...BOOK,
    rows: `${BOOK.rows}<row r="30"><c r="B30"><v>0x${n.toString(16)}</v></c></row>`,
  }),
  (n) => ({ ...BOOK, rows: `${BOOK.rows}<row r="30" ${'x'.repeat(5 << 20)}="${n}"/>` }),
  (n) => ({
    ...BOOK,
    rows: `${BOOK.rows}<row r="30"><c r="B30">${'<a>'.repeat(n * 50)}</c></row>`,
  }),
  (n) => ({
    ...BOOK,
    rows: `${BOOK.rows}<row r="30"><c r="B30"><f>HYPERLINK("http://${n}")</f></c></row>`,
  }),
  (n) => ({
    ...BOOK,
    rows: `${BOOK.rows}<row r="30"><c r="C30" s="1" t="d"><v>day ${n}</v></c></row>`,
  }),
];

export const hostileBook: FuzzFamily = async (random, folder): Promise<Ending> => {
  const path = join(folder, 'hostile.xlsx');
  const book = pick(random, HOSTILE)(1 + random.integer(999));
  await writeParts(path, rawParts(book));
  const read = await fast(path);
  if (read === undefined) return 'refused';
  const [hostile, plain] = [book, BOOK].map((one) => JSON.stringify(rawParts(one)));
  throw new Error(`A hostile book was read: ${difference(hostile, plain)}`);
};
