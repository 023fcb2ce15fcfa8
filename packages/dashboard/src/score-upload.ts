/** Scores a table that was uploaded, as `anodec score` does, with the same file of scores. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpError, type Limiter, type RouteRequest } from '@anodec/http';
import {
  loadTrainedRun,
  scoresToCsv,
  scoreTable,
  startComputing,
  type TableScores,
} from '@anodec/pipeline';
import type { Run } from '@anodec/runs';
import { isClaiming, READING_LIMITS, readApart } from '@anodec/tables';
import type { ScoredUpload } from './api-types.js';

/** Points of the chart at most; the highest score of each piece is kept. */
const POINTS = 4000;

/** Endings of tables that may be uploaded. A workbook may not: a small one can unpack to gigabytes. */
const ENDINGS = ['.csv', '.txt', '.tsv', '.json', '.parquet', '.arrow'];

/**
 * Scores the body of a request.
 *
 * @throws HttpError 400 when the name has another ending, 503 when too many wait
 * @throws DataError when the table cannot be read or does not fit the run
 */
export function scoreUpload(
  run: Run,
  { query, body, signal }: RouteRequest,
  limiter: Limiter,
): Promise<ScoredUpload> {
  const name = query.get('name') ?? '';
  const ending = ENDINGS.find((one) => name.toLowerCase().endsWith(one));
  if (!ending) {
    throw new HttpError(
      400,
      `The table must end in one of ${ENDINGS.join(', ')}. Save it as one of them.`,
    );
  }
  if (body.length === 0) throw new HttpError(400, 'The table must have rows, got an empty file.');
  return limiter.run(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anodec-upload-'));
    try {
      const path = join(folder, `table${ending}`); // never the name that was sent
      await writeFile(path, body);
      if (isClaiming(path)) await readApart(path, { ...READING_LIMITS, signal });
      const trained = await loadTrainedRun(run);
      await startComputing(trained.settings.detector);
      return uploadOf(await scoreTable(trained, path, { signal }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, signal);
}

function uploadOf({ part, rows, scoredRows, notes }: TableScores): ScoredUpload {
  const { frame, detection } = part;
  const { score, limits, alarms } = detection;
  const kept = highestOfPieces(score);
  return {
    rows,
    scoredRows,
    dated: frame.clock === 'utc',
    time: kept.map((t) => frame.timestamps[t]),
    score: kept.map((t) => known(score[t])),
    threshold: kept.map((t) => known(limits[t])),
    alarms: alarms.map(({ start, end, peak, channels }) => ({
      start,
      end,
      peak: peak.value,
      channels: channels
        .slice(0, 3)
        .filter(({ share }) => share > 0)
        .map(({ channel, share }) => `${channel} ${Math.round(100 * share)} %`)
        .join(', '),
    })),
    notes,
    csv: scoresToCsv([part]),
  };
}

/** Rows that a chart can show: all, or of each piece the one with the highest score. */
function highestOfPieces(score: Float32Array): number[] {
  const size = Math.ceil(score.length / POINTS);
  return Array.from({ length: Math.ceil(score.length / size) }, (_, piece) => {
    let best = piece * size;
    for (let t = best; t < Math.min(score.length, (piece + 1) * size); t++) {
      if (score[t] > score[best] || Number.isNaN(score[best])) best = t;
    }
    return best;
  });
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
