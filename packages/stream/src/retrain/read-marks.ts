/** The alarms of a live scoring and where its model did not fit, read from its results. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Clock } from '@anodec/core';
import type { LiveAlarm, LiveFit, LiveLine, LiveTime } from '@anodec/runs';
import type { RowMarks } from './select-rows.js';

/**
 * Reads what was said up to a row. Lines of rows, nearly all of them, are passed over unparsed.
 *
 * @param last the last row that counts: what became known later plays no part
 * @returns times in the unit of the rows
 */
export async function readMarks(path: string, clock: Clock, last: number): Promise<RowMarks> {
  const alarms = new Map<number, LiveAlarm>();
  const fits: LiveFit[] = [];
  for await (const text of createInterface({ input: createReadStream(path) })) {
    if (!text.startsWith('{"kind"') || !text.endsWith('}')) continue; // a row, or half a line at the end
    const line = JSON.parse(text) as LiveLine;
    if (!('kind' in line) || line.row > last) continue;
    if (line.kind === 'alarm') {
      const { start, end } = line;
      alarms.set(line.alarm, { ...line, start: timeOf(start, clock), end: timeOf(end, clock) });
    } else if (line.kind === 'fit') fits.push({ ...line, time: timeOf(line.time, clock) });
  }
  return { alarms: [...alarms.values()], fits };
}

/** Lines have seconds where rows have milliseconds since the recording began. */
function timeOf(time: LiveTime, clock: Clock): LiveTime {
  return typeof time === 'number' && clock === 'elapsed' ? time * 1000 : time;
}
