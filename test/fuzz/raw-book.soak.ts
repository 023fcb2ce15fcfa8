/** Workbooks from the XML of their parts, for what no writer at hand produces. */
import { open } from 'node:fs/promises';
import { ZipFileWriter } from '@anodec/files';

/** The parts of a book, without the elements around them. */
export interface RawBook {
  /** Inside `sheetData`. */
  readonly rows: string;
  /** Inside `sst`. */
  readonly strings?: string;
  /** Inside `styleSheet`. */
  readonly styles?: string;
  /** In front of `sheets`. */
  readonly properties?: string;
  /** In front of each part, such as a document type. */
  readonly prolog?: string;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** Paths and texts of the parts; the sheet comes last. */
export function rawParts(book: RawBook): readonly (readonly [path: string, xml: string])[] {
  const { rows, strings = '', styles = '', properties = '', prolog = '' } = book;
  const relation = (id: number, kind: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${RELATION}/${kind}" Target="${target}"/>`;
  return [
    [
      'xl/workbook.xml',
      `${prolog}<workbook ${MAIN} xmlns:r="${RELATION}">${properties}<sheets>` +
        '<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}">` +
        relation(1, 'worksheet', 'worksheets/sheet1.xml') +
        relation(2, 'styles', 'styles.xml') +
        relation(3, 'sharedStrings', 'sharedStrings.xml') +
        '</Relationships>',
    ],
    ['xl/styles.xml', `${prolog}<styleSheet ${MAIN}>${styles}</styleSheet>`],
    ['xl/sharedStrings.xml', `${prolog}<sst ${MAIN}>${strings}</sst>`],
    [
      'xl/worksheets/sheet1.xml',
      `${prolog}<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`,
    ],
  ];
}

/** Packs parts, whatever they hold, with right checksums. */
export async function writeParts(
  path: string,
  parts: readonly (readonly [path: string, content: string | Buffer])[],
): Promise<void> {
  const file = await open(path, 'w');
  try {
    const zip = new ZipFileWriter(file);
    for (const [name, content] of parts) await zip.addEntry(name, [Buffer.from(content)]);
    await zip.finish();
  } finally {
    await file.close();
  }
}
