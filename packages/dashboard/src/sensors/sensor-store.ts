/**
 * Readings of sensors with their scores, each computed once: tables are read again when their files change, a model
 * learns again when what it learned from changes, and nothing is computed for another metric or another share.
 */
import { stat } from 'node:fs/promises';
import { addOffset, lookup, offsetOf, type TimeSeriesFrame } from '@anodec/core';
import { createLimiter, HttpError } from '@anodec/http';
import {
  type FittedSensors,
  fitSensors,
  readSensors,
  type ScoredSensors,
  scoreSensors,
  sensorModels,
  type SensorOptions,
  type SensorPart,
} from '@anodec/pipeline';
import type { SensorView } from '../api-types.js';

/** Rows that the page shows at most, the last ones. */
const SHOWN_ROWS = 20_000;

/** The tables; absent where the dashboard was started without them. */
export interface SensorTables {
  readonly historic?: string;
  readonly live?: string;
}

/** How often things were computed, for tests of the cache. */
export interface SensorCounts {
  readonly reads: number;
  readonly fits: number;
  readonly scores: number;
}

/** Views of the readings, by model. */
export interface SensorStore {
  /** Whether there are tables. */
  readonly isThere: boolean;
  /** @throws ConfigError when the model is not known, DataError when a table cannot be read */
  view(model: string): Promise<SensorView>;
  /** Whether a table changed since this was asked last, or since the first view. */
  changed(): Promise<boolean>;
  counts(): SensorCounts;
}

/** A value that is computed again when its key changes. */
interface Cached<V> {
  readonly key: string;
  readonly value: Promise<V>;
}

/** Makes the store. Models learn one after the other. */
export function createSensorStore(
  { historic, live }: SensorTables,
  options: SensorOptions = {},
): SensorStore {
  const counts = { reads: 0, fits: 0, scores: 0 };
  const cache = new Map<string, Cached<unknown>>();
  const limiter = createLimiter(1, 16);
  let last = '';

  /** The value under a name, computed anew only where the key is another; a failure is not kept. */
  function once<V>(name: string, key: string, compute: () => Promise<V>): Promise<V> {
    const found = cache.get(name) as Cached<V> | undefined;
    if (found?.key === key) return found.value;
    const value = compute();
    cache.set(name, { key, value });
    value.catch(() => cache.delete(name));
    return value;
  }

  const read = (path: string, state: string): Promise<TimeSeriesFrame> =>
    once(path, state, () => {
      counts.reads += 1;
      return readSensors(path);
    });

  async function view(name: string): Promise<SensorView> {
    const model = lookup('sensor model', sensorModels, name);
    if (historic === undefined || live === undefined) {
      throw new HttpError(404, 'The dashboard must be started with --historic and --live.');
    }
    const [before, now] = await Promise.all([stateOf(historic), stateOf(live)]);
    if (last === '') last = `${before} ${now}`; // what somebody sees from here on
    const isHistoric = model.learnsFrom === 'historic';
    const [source, sourceState] = isHistoric ? [historic, before] : [live, now];
    const fitted = await once<FittedSensors>(`fit ${name}`, sourceState, () =>
      limiter.run(async () => {
        counts.fits += 1;
        return fitSensors(model, await read(source, sourceState), {}, options);
      }),
    );
    return once(`view ${name}`, `${sourceState} ${now}`, () =>
      limiter.run(async () => {
        counts.scores += 1;
        const scored = await scoreSensors(fitted, await read(live, now));
        return viewOf(scored, model.threshold !== undefined);
      }),
    );
  }

  return {
    isThere: historic !== undefined && live !== undefined,
    view,
    async changed() {
      if (historic === undefined || live === undefined) return false;
      const now = `${await stateOf(historic)} ${await stateOf(live)}`;
      const before = last;
      last = now;
      return before !== '' && before !== now;
    },
    counts: () => ({ ...counts }),
  };
}

/** Identifies the content of a file; one that is not there is found to be so when it is read. */
async function stateOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : '';
}

function viewOf(
  { frame, score, thresholds, reasons }: ScoredSensors,
  decides: boolean,
): SensorView {
  const { channels, timestamps, values, clock } = frame;
  const C = channels.length;
  const first = Math.max(0, timestamps.length - SHOWN_ROWS);
  const rows = Array.from({ length: timestamps.length - first }, (_, i) => first + i);
  const texts = [...reasons]
    .filter(([t]) => t >= first)
    .map(([t, parts]) => [t - first, reasonText(parts)]);
  return {
    channels,
    time: rows.map((t) => timestamps[t]),
    dated: clock === 'utc',
    readings: channels.map((_, c) =>
      rows.map((t) => known(addOffset(values[t * C + c], offsetOf(frame, c)))),
    ),
    score: rows.map((t) => known(score[t])),
    thresholds,
    decides,
    reasons: Object.fromEntries(texts) as Record<number, string>,
  };
}

function reasonText(parts: readonly SensorPart[]): string {
  if (parts.length === 0) return 'no sensor alone: their combination';
  return parts.map(({ channel, share }) => `${channel} ${Math.round(100 * share)} %`).join(', ');
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
