/** Lines of results as text. */
import type { LiveLine } from '@anodec/runs';

/** One JSON object a line. */
export function linesText(lines: readonly LiveLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
