/** JSON with the numbers that JSON lacks: NaN and the infinities, which occur as losses. */

/** Writes a value as JSON. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? { number: String(item) } : item,
  );
}

/** Reads what `writeJson` wrote. @throws SyntaxError when the text is not JSON */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_, item: unknown) =>
    typeof item === 'object' && item !== null && 'number' in item ? Number(item.number) : item,
  );
}
