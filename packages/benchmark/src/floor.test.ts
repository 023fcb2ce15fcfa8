/** A floor under what the default recipe detects: a small benchmark on made and on recorded data. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withPreset } from '@anodec/pipeline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CellRecord } from './cell-record.js';
import { processTables } from './process.fixture.js';
import { runBenchmark } from './run-benchmark.js';

const FLOORS = ['pca', 'norm', 'linear', 'knn', 'last-value', 'random'];
/** What counts as a tie in AUPRC. */
const TIE = 0.01;

/** The metrics of the default recipe and of all floors on the data sets of a folder. */
async function benchmark(
  data: string,
  results: string,
  only: readonly string[] = [],
): Promise<(series: string, detector: string) => CellRecord['metrics']> {
  const detectors = ['autoencoder', ...FLOORS];
  const given = {
    preset: { name: 'default' },
    benchmark: { folder: data, only, detectors, results },
    preprocess: { validationSplit: 0.2 },
  };
  const { results: cells, failures } = await runBenchmark(withPreset(given));
  expect(failures).toEqual([]);
  return (series, detector) =>
    cells.find((cell) => cell.series === series && cell.detector === detector)?.metrics ?? {};
}

describe('two made processes', () => {
  let folder: string;
  let metricsOf: Awaited<ReturnType<typeof benchmark>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'anodec-floor-'));
    mkdirSync(join(folder, 'made'));
    for (const seed of [1, 2]) {
      const tables = processTables(seed, 1500, 6);
      writeFileSync(join(folder, 'made', `p${seed}_train.csv`), tables.train);
      writeFileSync(join(folder, 'made', `p${seed}_test.csv`), tables.test);
    }
    metricsOf = await benchmark(join(folder, 'made'), join(folder, 'results'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const series of ['made/p1', 'made/p2']) {
    test.each(FLOORS)(`the default recipe wins or ties on ${series} against %s`, (floor) => {
      const { auprc } = metricsOf(series, 'autoencoder');
      expect(auprc).toBeGreaterThan((metricsOf(series, floor).auprc ?? NaN) - TIE);
    });

    test(`its threshold, which saw no label, holds on ${series}`, () => {
      const { f1, bestF1 } = metricsOf(series, 'autoencoder');
      expect(f1).toBeGreaterThan(0.6);
      expect(f1).toBeGreaterThan(0.75 * (bestF1 ?? NaN));
    });
  }
});

const source = fileURLToPath(new URL('../../../../shared/datasets/asd/', import.meta.url));

describe.skipIf(!existsSync(`${source}omi-2_train.csv`))(
  'the server omi-2 (needs ../shared/datasets/asd)',
  () => {
    let folder: string;
    let metricsOf: Awaited<ReturnType<typeof benchmark>>;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'anodec-floor-'));
      metricsOf = await benchmark(source, join(folder, 'results'), ['omi-2']);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each(FLOORS)('the default recipe wins or ties against %s', (floor) => {
      const { auprc } = metricsOf('asd/omi-2', 'autoencoder');
      expect(auprc).toBeGreaterThan((metricsOf('asd/omi-2', floor).auprc ?? NaN) - TIE);
    });

    test('its threshold, which saw no label, reaches an F1 over rows of 0.5', () => {
      expect(metricsOf('asd/omi-2', 'autoencoder').f1).toBeGreaterThan(0.5);
    });
  },
);
