/**
 * A multi-sensor in a laboratory: temperature, humidity, air pressure and light over days, with known anomalies.
 *
 * Days and working hours make most of what it measures; a window that is left open, a lamp that is left on, a heater
 * and a sensor that hangs are the anomalies. It stands in for recordings that cannot be published.
 */
import { createFrame, createRandom, type Random, type TimeSeriesFrame } from '@anodec/core';
import { z } from 'zod';

/** Settings of the recording. */
export const LabConfig = z.strictObject({
  rows: z.int().min(100).default(23_040).describe('Number of records, one every 30 s'),
  anomalies: z.int().min(0).default(12).describe('Number of anomalies'),
  seed: z.int().min(0).default(42).describe('Random seed'),
});

export type LabConfig = z.output<typeof LabConfig>;

/** Channels in the order in which the recording has them. */
export const LAB_CHANNELS = ['Humidity', 'Pressure', 'Light_Level', 'Temperature'];

const PERIOD = 30_000;
const START = Date.UTC(2024, 2, 4); // a Monday
const DAY = 86_400_000;

/** What an anomaly does to a record, from 0 at its start to 1 at its end. To add one: one line here. */
const anomalies: Readonly<Record<string, (record: LabRecord, progress: number) => void>> = {
  window: (record) => {
    record.temperature -= 6;
    record.humidity -= 14;
  },
  lamp: (record) => {
    record.light += 900;
  },
  heater: (record, progress) => {
    record.temperature += 9 * Math.min(1, 3 * progress);
  },
  hanging: (record) => {
    record.pressure = 965;
    record.humidity = 0;
  },
};

interface LabRecord {
  humidity: number;
  pressure: number;
  light: number;
  temperature: number;
}

/** Makes the recording; labels are 1 in anomalies. The same seed gives the same readings. */
export function simulateLab(config: Partial<LabConfig> = {}): TimeSeriesFrame {
  const { rows, anomalies: count, seed } = LabConfig.parse(config);
  const random = createRandom(seed);
  const noise = random.stream('noise');
  const places = placeAnomalies(rows, count, random.stream('anomalies'));
  const values = new Float32Array(rows * LAB_CHANNELS.length);
  const labels = new Uint8Array(rows);
  const timestamps = Float64Array.from({ length: rows }, (_, t) => START + t * PERIOD);
  let front = 0; // the weather: a slow walk that is pulled back
  for (let t = 0; t < rows; t++) {
    front = 0.9995 * front + 0.05 * noise.normal();
    const record = usualRecord(timestamps[t], front, noise);
    for (const { start, end, change } of places) {
      if (t < start || t >= end) continue;
      change(record, (t - start) / (end - start));
      labels[t] = 1;
    }
    const { humidity, pressure, light, temperature } = record;
    values.set([humidity, pressure, light, temperature], t * LAB_CHANNELS.length);
  }
  return createFrame({ values, channels: LAB_CHANNELS, timestamps, labels });
}

function usualRecord(time: number, front: number, noise: Random): LabRecord {
  const day = (time % DAY) / DAY;
  const sun = Math.max(0, Math.sin(2 * Math.PI * (day - 0.25)));
  const isWork = day > 0.33 && day < 0.75 && (time / DAY + 4) % 7 < 6;
  const temperature = 19.5 + 2 * sun + (isWork ? 1.5 : 0) + 0.15 * front + 0.08 * noise.normal();
  return {
    temperature,
    humidity: 48 - 1.8 * (temperature - 20) + 0.8 * front + 0.4 * noise.normal(),
    pressure: 1013 - 1.6 * front + 0.15 * noise.normal(),
    light: Math.max(0, 40 + 320 * sun + (isWork ? 260 : 0) + 8 * noise.normal()),
  };
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly change: (record: LabRecord, progress: number) => void;
}

/** Anomalies of 5 to 30 minutes, in equal parts of the recording after its first fifth. */
function placeAnomalies(rows: number, count: number, random: Random): Place[] {
  const kinds = Object.values(anomalies);
  const from = Math.floor(rows / 5);
  const part = (rows - from) / Math.max(1, count);
  return Array.from({ length: count }, (_, n) => {
    const length = Math.max(1, Math.min(10 + random.integer(50), Math.floor(part / 2)));
    const start = Math.floor(from + n * part + random.uniform() * (part - length));
    return { start, end: start + length, change: kinds[random.integer(kinds.length)] };
  });
}
