/** Structure of a workbook: names and parts of its sheets, date styles, epoch, shared strings. */
import { posix } from 'node:path';
import { DataError } from '@anodec/core';
import { checkWellFormed } from './xml-check.js';
import { findTags } from './xml-text.js';
import type { ZipArchive } from '@anodec/files';

/** A sheet by its name and the path of its entry. */
export interface SheetPlace {
  readonly name: string;
  readonly path: string;
}

/** The parts of a workbook that are needed to interpret the cells of a sheet. */
export interface WorkbookStructure {
  readonly sheets: readonly SheetPlace[];
  readonly epoch1904: boolean;
  /** For each cell style whether it shows its number as a date or time. */
  readonly dateStyles: readonly boolean[];
  readonly sharedStringsPath: string | undefined;
}

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** @throws DataError when the archive is not a workbook */
export async function readStructure(archive: ZipArchive): Promise<WorkbookStructure> {
  const { source } = archive;
  if (!archive.names.includes(WORKBOOK) || !archive.names.includes(RELATIONS)) {
    throw new DataError(
      `${source} must be an .xlsx workbook, got an archive without ${WORKBOOK}. Save it as .xlsx.`,
    );
  }
  const workbook = await readPart(archive, WORKBOOK);
  const relations = findTags(await readPart(archive, RELATIONS), 'Relationship', source);
  const partOf = (kind: string, usual: string): string | undefined => {
    const target = relations.find(({ Type }) => Type?.endsWith(`/${kind}`))?.Target;
    const path = target === undefined ? usual : pathOf(target);
    const isThere = archive.names.includes(path);
    if (isThere === (target !== undefined)) return isThere ? path : undefined;
    // without its styles a workbook would still be read, with dates as numbers
    throw new DataError(
      `${source} must hold ${path} and name it in ${RELATIONS}, got only one of both. Get an intact copy.`,
    );
  };
  const sheets = findTags(workbook, 'sheet', source).flatMap((sheet) => {
    const relation = relations.find(({ Id }) => Id === sheet['r:id']);
    return relation?.Target ? [{ name: sheet.name ?? '', path: pathOf(relation.Target) }] : [];
  });
  const [properties] = findTags(workbook, 'workbookPr', source);
  const stylesPath = partOf('styles', 'xl/styles.xml');
  return {
    sheets,
    epoch1904: ['1', 'true'].includes(properties?.date1904 ?? ''),
    dateStyles: stylesPath ? dateStyles(await readPart(archive, stylesPath), source) : [],
    sharedStringsPath: partOf('sharedStrings', 'xl/sharedStrings.xml'),
  };
}

async function readPart(archive: ZipArchive, path: string): Promise<string> {
  const xml = await archive.text(path);
  checkWellFormed(xml, `${path} of ${archive.source}`);
  return xml;
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
}

/**
 * The sheet that is meant: by name, by number counted from 1, or else the first.
 *
 * @throws DataError that lists the sheets
 */
export function chooseSheet(
  { sheets }: WorkbookStructure,
  wanted: string | number | undefined,
  source: string,
): SheetPlace {
  const sheet =
    typeof wanted === 'string'
      ? sheets.find(({ name }) => name === wanted)
      : sheets[(wanted ?? 1) - 1];
  if (sheet) return sheet;
  const known = sheets.map(({ name }) => `"${name}"`).join(', ') || 'none at all';
  const asked = typeof wanted === 'string' ? `"${wanted}"` : `number ${wanted ?? 1}`;
  throw new DataError(`${source} must have a sheet ${asked}, got the sheets ${known}.`);
}

function dateStyles(styles: string, source: string): boolean[] {
  const formats = new Map(
    findTags(styles, 'numFmt', source).map((format) => [format.numFmtId, format.formatCode ?? '']),
  );
  const cells = /<cellXfs[\s>][\s\S]*?<\/cellXfs>/.exec(styles)?.[0] ?? '';
  return findTags(cells, 'xf', source).map(({ numFmtId = '0' }) => {
    const format = formats.get(numFmtId);
    return format === undefined ? isBuiltInDate(Number(numFmtId)) : isDateFormat(format);
  });
}

/** The number formats that every program knows (ECMA-376 Part 1, 18.8.30), East Asian ones too. */
function isBuiltInDate(id: number): boolean {
  return (
    (id >= 14 && id <= 22) ||
    (id >= 27 && id <= 36) ||
    (id >= 45 && id <= 47) ||
    (id >= 50 && id <= 58)
  );
}

/** Whether a format code has letters of dates outside quotes, brackets and escapes. */
export function isDateFormat(code: string): boolean {
  const [positive] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';');
  if (/\[(?:h+|m+|s+)\]/i.test(positive)) return true; // elapsed time such as [h]:mm
  return /[ymdhs]/i.test(positive.replace(/\[[^\]]*\]|general/gi, ''));
}
