/** Names of clips and gradients in an SVG, which Vega numbers through the whole life of a program. */

/**
 * The SVG with names that follow from its content: a chart is the same in every program, and several charts on
 * one page do not take each other's.
 */
export function stableIds(svg: string): string {
  const given = [...svg.matchAll(/ id="((?:clip|gradient_)\d+)"/g)].map(([, id]) => id);
  if (given.length === 0) return svg;
  // in the order of the page, whatever their numbers were
  const places = new Map([...new Set(given)].map((id, n) => [id, n]));
  const named = (prefix: string): string =>
    svg.replaceAll(/( id="|url\(#)((?:clip|gradient_)\d+)/g, (_, before: string, id: string) => {
      return `${before}${prefix}${places.get(id) ?? id}`;
    });
  return named(`c${hashOf(named('c'))}-`);
}

/** Eight hexadecimal digits. Source: Fowler, Noll & Vo, FNV-1a with 32 bits. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
