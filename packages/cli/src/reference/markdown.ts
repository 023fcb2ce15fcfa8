/** The few forms of Markdown that the reference is made of. */

/** A table; cells may hold Markdown, and a bar or a line break in them cannot end a cell. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [lineOf(head), `|${head.map(() => '---|').join('')}`, ...rows.map(lineOf)].join('\n');
}

function lineOf(cells: readonly string[]): string {
  const safe = cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' '));
  return `| ${safe.join(' | ')} |`;
}

/** Text in which nothing is taken for markup. */
export function plainMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}<>[\]#~]/g, '\\$&');
}

/** Text as code. */
export function codeMarkdown(text: string): string {
  return `\`${text}\``;
}
