/**
 * Files that list anomalies by rows with the metrics that caused them, as ASD and SMD have them. The two
 * differ in one thing, whether the last row belongs to the anomaly; the labels say which it is.
 */
import { readFile } from 'node:fs/promises';
import { type Attack, DataError, type TimeSeriesFrame } from '@anodec/core';
import { fileError } from '@anodec/files';

/** One line: rows from 0, channels by name. */
interface Line {
  readonly start: number;
  /** As written, inclusive or exclusive. */
  readonly end: number;
  readonly channels: readonly string[];
}

/**
 * Reads lines such as `486-498:1,4,5`: first and last row from 0, metrics from 1.
 *
 * The last row is exclusive where no last row of the file is labelled but each row before one is, as
 * in SMD; else inclusive, as in ASD and in recordings without labels.
 *
 * @throws DataError when a line is none, or names rows or metrics that the recording does not have
 */
export async function readCauses(path: string, frame: TimeSeriesFrame): Promise<Attack[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) =>
    Promise.reject(fileError(error, path, 'read')),
  );
  const { timestamps } = frame;
  const lines = text.split('\n').map((line, n) => ({ line, n: n + 1 }));
  const found = lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, n }) => ({ ...parse(line, frame), line, n }));
  const beyond = endsBeyond(found, frame) ? 1 : 0;
  return found.map(({ start, end, channels, line, n }, i) => {
    const [from, to] = [timestamps[start], timestamps[end - beyond]];
    if (from <= to && channels.length > 0) {
      return {
        name: `Anomaly ${i + 1}`,
        start: from,
        end: to,
        channels,
        leavesTrace: true,
      };
    }
    throw new DataError(
      `${path}, line ${n} must be rows and metrics such as 486-498:1,4,5 that are in the ` +
        `recording, got ${JSON.stringify(line.slice(0, 60))}.`,
    );
  });
}

/** No channels where the line is none, or names a metric that is not there. */
function parse(line: string, { channels }: TimeSeriesFrame): Line {
  const [, first, last, list = ''] = /^(\d+)-(\d+):([\d,]+)\s*$/.exec(line) ?? [];
  const named = list.split(',').map((metric) => channels[Number(metric) - 1]);
  const isKnown = named.every((name: string | undefined) => name !== undefined);
  return {
    start: Number(first),
    end: Number(last),
    channels: isKnown ? named : [],
  };
}

function endsBeyond(lines: readonly Line[], { labels }: TimeSeriesFrame): boolean {
  if (!labels || lines.length === 0) return false;
  return lines.every(({ end }) => labels[end] !== 1 && labels[end - 1] === 1);
}
