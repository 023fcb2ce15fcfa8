/** Isolation forest and DBSCAN on a simulated laboratory, beside scikit-learn on the same rows. */
import { readFileSync } from 'node:fs';
import { clusterRows, dbscan, isolationForest } from '@anodec/classic';
import {
  createFrame,
  mean,
  sliceFrame,
  standardDeviation,
  type TimeSeriesFrame,
} from '@anodec/core';
import { rankingMetrics, rankScores } from '@anodec/metrics';
import { simulateLab } from '@anodec/simulator';
import { expect, test } from 'vitest';

interface Golden {
  dbscan: number[];
  isolationAreas: number[];
}

const fixture = new URL('fixtures/lab-sensor.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;

/** Each channel less its mean and in deviations, as scikit-learn's StandardScaler. */
function standardised({ values, channels }: TimeSeriesFrame): Float32Array {
  const C = channels.length;
  const columns = channels.map((_, c) => Float64Array.from(values).filter((_x, i) => i % C === c));
  const [centres, spreads] = [columns.map(mean), columns.map(standardDeviation)];
  return values.map((value, i) => (value - centres[i % C]) / spreads[i % C]);
}

test('DBSCAN with eps 0.3 and ten rows has the clusters and the noise of scikit-learn', async () => {
  const frame = simulateLab({ rows: 1500 });
  const values = standardised(frame);
  const { labels } = await clusterRows({ values, size: 4 }, { eps: 0.3, minPts: 10 });
  expect([...labels]).toEqual(golden.dbscan);
  const scaled = createFrame({ values, channels: frame.channels });
  const { rows } = await (await dbscan.create({ eps: 0.3 }).fit([scaled])).score(scaled);
  const noise = golden.dbscan.filter((label) => label < 0).length;
  expect(rows.filter((score) => score > 1)).toHaveLength(noise);
});

test('an isolation forest of the first days finds the anomalies of 23,040 records as scikit-learn’s does', async () => {
  const frame = simulateLab();
  const train = sliceFrame(frame, { start: 0, end: 23_040 / 5 });
  const labels = frame.labels ?? new Uint8Array(0);
  const areas: number[] = [];
  for (let seed = 0; seed < 5; seed++) {
    const { rows } = await (await isolationForest.create({ seed }).fit([train])).score(frame);
    areas.push(rankingMetrics(rankScores(labels, rows)).auroc ?? NaN);
  }
  expect(Math.abs(mean(areas) - mean(golden.isolationAreas))).toBeLessThan(0.01);
});

test('the time of a row has no part in its score', async () => {
  const frame = simulateLab({ rows: 600 });
  const later = createFrame({ ...frame, timestamps: frame.timestamps.map((time) => time + 1e9) });
  const fitted = await isolationForest.create({ contamination: 0.05 }).fit([frame]);
  const { rows } = await fitted.score(later);
  expect(rows).toEqual((await fitted.score(frame)).rows);
  expect(rows.filter((score) => score > 1)).toHaveLength(30); // a twentieth, by the contamination
});

test('the laboratory has the same readings for the same seed, and anomalies only after its first fifth', () => {
  const frame = simulateLab({ rows: 5000 });
  expect(frame.values).toEqual(simulateLab({ rows: 5000 }).values);
  expect(frame.values).not.toEqual(simulateLab({ rows: 5000, seed: 1 }).values);
  const marked = [...(frame.labels ?? [])].flatMap((label, t) => (label === 1 ? [t] : []));
  expect(marked.length).toBeGreaterThan(12 * 5);
  expect(Math.min(...marked)).toBeGreaterThanOrEqual(1000);
});
