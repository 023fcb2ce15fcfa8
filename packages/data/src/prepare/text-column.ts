/** The error of a column that should hold readings and holds texts or dates. */
import { DataError } from '@anodec/core';
import type { ColumnKind, TableChunk } from '@anodec/tables';

/** Texts that a message lists. */
const MOST_NAMED = 5;

/**
 * The error of such a column. It lists the texts and how to read them: two as states, others as missing.
 *
 * @param first the first rows, from which the texts are taken
 */
export function refuseColumn(
  source: string,
  {
    name,
    kind,
    place,
  }: { readonly name: string; readonly kind: ColumnKind; readonly place: number },
  first?: TableChunk,
): DataError {
  if (kind !== 'text') {
    return new DataError(
      `The column ${name} of ${source} must hold numbers, got dates. Exclude it with \`exclude\`, or use it ` +
        'as the time with `timeColumn`.',
    );
  }
  const texts = [...new Set(first?.texts[place].map((text) => text.trim()))].filter(Boolean);
  const named = texts.slice(0, MOST_NAMED).map((word) => JSON.stringify(word.slice(0, 60)));
  const more = texts.length > MOST_NAMED ? ', …' : '';
  const got = named.length === 0 ? 'texts' : `texts: ${named.join(', ')}${more}`;
  const states =
    texts.length === 2 ? `Read its texts as states with \`wordValues: ${statesOf(texts)}\`. ` : '';
  const time = /\d/.test(texts[0] ?? '') ? ', or use it as the time with `timeColumn`' : '';
  return new DataError(
    `The column ${name} of ${source} must hold numbers, got ${got}. ${states}If it holds labels, name it in ` +
      `\`labelColumn\`; else exclude it with \`exclude\`, or name words for a missing value in \`missingWords\`${time}.`,
  );
}

/** Such as `OFF=0,ON=1`, in alphabetical order. */
function statesOf(texts: readonly string[]): string {
  return [...texts]
    .sort()
    .map((word, value) => `${word}=${value}`)
    .join(',');
}
