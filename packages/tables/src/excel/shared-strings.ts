/**
 * The table of shared strings, streamed; runs of rich text are joined, phonetic hints skipped.
 *
 * Cells refer to strings by number, so that one that is lost to damage would shift all that follow. So
 * what stands between the strings is kept, and must be well-formed XML without them.
 *
 * Source: ECMA-376 Part 1, 18.4.
 */
import { TextDecoder } from 'node:util';
import { DataError } from '@anodec/core';
import { checkWellFormed } from './xml-check.js';
import { decodeXml } from './xml-text.js';
import type { ZipArchive } from '@anodec/files';

const LIMIT = 1 << 30;
/** The most characters between the strings: a head, a foot and line breaks. */
const MAX_REST = 1 << 26;

const STRING = /<si(?:\s[^<>]*)?(?:\/>|>([^]*?)<\/si>)/g;
const PLAIN = /^<t(?:\s[^<>]*)?>([^<]*)<\/t>$/;

/** @throws DataError when the table is larger than memory should take, or damaged */
export async function readSharedStrings(archive: ZipArchive, path: string): Promise<string[]> {
  const where = `${path} of ${archive.source}`;
  if (archive.size(path) > LIMIT) {
    throw new DataError(`${where} must have at most ${LIMIT} bytes, got ${archive.size(path)}.`);
  }
  const strings: string[] = [];
  const decoder = new TextDecoder();
  let rest = '';
  let between = '';
  const take = (xml: string): void => {
    let end = 0;
    for (const match of xml.matchAll(STRING)) {
      between += xml.slice(end, match.index);
      end = match.index + match[0].length;
      strings.push(textOf(match[0], match[1] ?? '', archive.source, where));
    }
    between += xml.slice(end);
    if (between.length > MAX_REST) {
      throw new DataError(`${where} must hold strings, got something else. Get an intact copy.`);
    }
  };
  for await (const bytes of archive.stream(path)) {
    rest += decoder.decode(bytes, { stream: true });
    const end = rest.lastIndexOf('</si>');
    if (end < 0) continue;
    take(rest.slice(0, end + 5));
    rest = rest.slice(end + 5);
  }
  take(rest); // self-closing ones may stand at the end
  checkWellFormed(between, where);
  return strings;
}

/** The text of one string, `<si>body</si>`. */
function textOf(element: string, body: string, source: string, where: string): string {
  const plain = PLAIN.exec(body);
  if (plain) return decodeXml(plain[1], source);
  checkWellFormed(element, where);
  const spoken = body.includes('<rPh') ? body.replace(/<rPh[\s>][^]*?<\/rPh>/g, '') : body;
  let text = '';
  const around = spoken.replace(/<t(?:\s[^<>]*)?>([^<]*)<\/t\s*>/g, (_, run: string) => {
    text += decodeXml(run, source);
    return '';
  });
  if (around.replace(/<[^<>]*>/g, '').trim() !== '') {
    throw new DataError(
      `${where} must hold text in <t> only, got ${JSON.stringify(element.slice(0, 60))}. ` +
        'Save the workbook again with Excel or LibreOffice.',
    );
  }
  return text;
}
