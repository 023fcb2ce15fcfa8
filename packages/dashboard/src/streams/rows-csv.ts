/** Rows of a live scoring as CSV. */
import type { LiveRow } from '@anodec/runs';

/** The rows with their strongest sensors; what is not known is empty. */
export function rowsCsv(rows: readonly LiveRow[]): string {
  const lines = rows.map(({ time, row, score, threshold, alarm, sensors }) => {
    const named = sensors.map(({ name, share }) => `${name} ${share.toFixed(3)}`).join(' ');
    return [time, row, score ?? '', threshold ?? '', Number(alarm), quote(named)].join(',');
  });
  return `time,row,score,threshold,alarm,sensors\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** Quoted where it has to be; a text that a spreadsheet would take for a formula keeps it a text. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
