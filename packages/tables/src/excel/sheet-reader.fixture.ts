/** Workbooks for the tests of the readers of sheets, written by this program or from raw XML. */
import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZipFileWriter } from '@anodec/files';
import type { TableChunk, TableColumn } from '../table.js';
import type { Cell } from './cell.js';
import { openWorkbook, sheetReaders, type WorkbookOptions } from './sheet-reader.js';
import { createWorkbookWriter } from './workbook-writer.js';

export const READERS = Object.keys(sheetReaders) as ('fast' | 'exceljs')[];

/** A folder of its own for each file of tests, which removes it at its end. */
export const folder = mkdtempSync(join(tmpdir(), 'anodec-reader-'));
let books = 0;

export function removeBooks(): void {
  rmSync(folder, { recursive: true, force: true });
}

export function freshPath(): string {
  return join(folder, `book${books++}.xlsx`);
}

export interface Table {
  readonly columns: readonly TableColumn[];
  readonly chunks: readonly TableChunk[];
}

export async function readTable(path: string, options: WorkbookOptions): Promise<Table> {
  const table = await openWorkbook(path, options);
  try {
    const chunks: TableChunk[] = [];
    for await (const chunk of table.chunks()) chunks.push(chunk);
    return { columns: table.columns, chunks };
  } finally {
    await table.close();
  }
}

/** Reads with both readers, checks that they agree, and gives back what they read. */
export async function readWithBoth(
  path: string,
  headerRow: number,
  sheet?: string,
): Promise<Table> {
  const fast = await readTable(path, { headerRow, sheet, reader: 'fast' });
  const exceljs = await readTable(path, { headerRow, sheet, reader: 'exceljs' });
  deepStrictEqual(fast, exceljs);
  return fast;
}

export async function write(rows: readonly (readonly Cell[])[]): Promise<string> {
  const path = freshPath();
  const writer = await createWorkbookWriter(path);
  await writer.write(rows);
  await writer.close();
  return path;
}

export interface RawBook {
  readonly rows: string;
  readonly strings?: string;
  readonly styles?: string;
  readonly properties?: string;
}

export const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
export const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Writes a book from the XML of its rows, for what no writer at hand produces. */
export async function writeRaw({
  rows,
  strings,
  styles,
  properties = '',
}: RawBook): Promise<string> {
  const parts: [string, string][] = [
    [
      'xl/workbook.xml',
      `<workbook ${MAIN} xmlns:r="${RELATION}">${properties}<sheets>` +
        '<sheet name="One" sheetId="1" r:id="rId9"/></sheets></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
        `<Relationship Id="rId9" Type="${RELATION}/worksheet" Target="worksheets/sheet7.xml"/>` +
        `<Relationship Id="rId1" Type="${RELATION}/styles" Target="styles.xml"/>` +
        `<Relationship Id="rId2" Type="${RELATION}/sharedStrings" Target="sharedStrings.xml"/>` +
        '</Relationships>',
    ],
    ['xl/styles.xml', `<styleSheet ${MAIN}>${styles ?? ''}</styleSheet>`],
    ['xl/sharedStrings.xml', `<sst ${MAIN}>${strings ?? ''}</sst>`],
    [
      'xl/worksheets/sheet7.xml',
      `<?xml version="1.0"?>\n<worksheet ${MAIN}><dimension ref="A1"/><sheetViews><sheetView ` +
        `tabSelected="1" workbookViewId="0"/></sheetViews><sheetData>${rows}</sheetData>` +
        '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>',
    ],
  ];
  const path = freshPath();
  const file = await open(path, 'w');
  const zip = new ZipFileWriter(file);
  for (const [name, text] of parts) await zip.addEntry(name, [Buffer.from(text)]);
  await zip.finish();
  await file.close();
  return path;
}

export const text = (at: string, value: string): string =>
  `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
export const HEADER = `<row r="1">${text('A1', 'a')}${text('B1', 'b')}</row>`;
export const DATE_STYLES =
  '<numFmts><numFmt numFmtId="170" formatCode="0.0&quot;d&quot;"/>' +
  '<numFmt numFmtId="171" formatCode="[$-409]h:mm:ss\\ AM/PM;@"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>';
