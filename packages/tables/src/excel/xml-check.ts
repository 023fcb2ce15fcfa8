/**
 * Checks that the small parts of a workbook are well-formed XML, as far as damage would show there.
 *
 * They are read with regular expressions, which find what they look for in damaged parts as well: a
 * lost tag would shift all shared strings by one. Not checked: which names and values a part may hold.
 *
 * Source: W3C, Extensible Markup Language 1.0 (fifth edition), sections 2.1, 2.5, 2.6 and 3.1.
 */
import { DataError } from '@anodec/core';
import { FORBIDDEN } from './xml-text.js';

const NAME = '[A-Za-z_:\\u0080-\\uffff][\\w.:\\-\\u0080-\\uffff]*';
const ATTRIBUTE = `\\s+${NAME}\\s*=\\s*(?:"[^<"]*"|'[^<']*')`;
const TOKEN = new RegExp(
  `<(${NAME})((?:${ATTRIBUTE})*)\\s*(/?)>|</(${NAME})\\s*>|<!--[^]*?-->|<\\?[^]*?\\?>|[^<]+`,
  'y',
);

/**
 * @param xml a whole part, or whole elements of one
 * @param where such as `xl/styles.xml of a.xlsx`
 * @throws DataError at the first thing that is not well formed, among them document types and CDATA
 */
export function checkWellFormed(xml: string, where: string): void {
  // what stands for bytes that are no UTF-8 is looked for, too
  const [forbidden] = FORBIDDEN.exec(xml) ?? /\uFFFD/.exec(xml) ?? [];
  if (forbidden !== undefined) throw malformed(forbidden, where);
  const open: string[] = [];
  const token = new RegExp(TOKEN);
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (!match) throw malformed(xml.slice(at, at + 40), where);
    const [text, opened, attributes, closed, closing] = match;
    if (opened !== undefined) {
      if (hasTwice(attributes)) throw malformed(text, where);
      if (closed === '') open.push(opened);
    } else if (closing !== undefined && open.pop() !== closing) throw malformed(text, where);
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) throw malformed(`no end of <${unclosed}>`, where);
}

function hasTwice(attributes: string): boolean {
  const names = attributes.match(new RegExp(`${NAME}(?=\\s*=\\s*["'])`, 'g')) ?? [];
  return new Set(names).size < names.length;
}

function malformed(got: string, where: string): DataError {
  return new DataError(
    `${where} must be well-formed XML, got ${JSON.stringify(got.slice(0, 40))}. ` +
      'Save the workbook again with Excel or LibreOffice.',
  );
}
