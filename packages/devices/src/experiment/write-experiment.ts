/** The files of an experiment, numbered by run: scores, generated days, curves, results, distances, mappings. */
import { join } from 'node:path';
import { lossSeries, renderSvg } from '@anodec/charts';
import { writeFileAtomic } from '@anodec/files';
import { encodeSafetensors } from '@anodec/model';
import { dayDistances, distancesCsv } from '../assess/day-distances.js';
import { accuracyCsv } from '../assess/evaluate-scores.js';
import { writeScores } from '../assess/score-file.js';
import { writeDayTable } from '../day-file.js';
import { type DayTable } from '../day-table.js';
import { rocChart } from '../draw/score-charts.js';
import { fitMinMax } from '../prepare/min-max.js';
import type { ExperimentRun, ExperimentSettings, TestedDays } from './run-experiment.js';
import { summaryCsv, type SummaryRow } from './summary.js';

/** Where the files of a run go. */
export interface ExperimentFiles {
  /** Folder of the data. */
  readonly folder: string;
  readonly device: string;
  /** Number of the run, from 1. */
  readonly number: number;
  /** Whether the mapping of each day is kept. */
  readonly mappers: boolean;
}

/**
 * Writes the files of a run below `output/experiments`, and mappings below `models/experiments`.
 *
 * @throws DataError when a file cannot be written
 */
export async function writeExperiment(
  files: ExperimentFiles,
  { gan, scoring }: Pick<ExperimentSettings, 'gan' | 'scoring'>,
  run: ExperimentRun,
): Promise<void> {
  const { device, number } = files;
  const place = (kind: string, name: string) =>
    join(files.folder, 'output/experiments', kind, gan.variant, name);
  const parts = { normal: run.normal, anomaly: run.wrong, known: run.known };
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    const { dates } = part.table;
    const file = `${device}_${name}_${number}.csv`;
    await writeScores(place('score', file), { dates, scores: part.scores });
    await writeDayTable(place('generated', file), generatedTable(part));
    if (files.mappers) await writeMappers(files, gan.variant, name, part);
  }
  const { normal } = run;
  const range = fitMinMax(normal.table);
  const distances = dayDistances(normal.table, generatedTable(normal), range, normal.labels);
  await writeFileAtomic(place('euclidean', `${device}_${number}.csv`), distancesCsv(distances));
  const rated = run.methods.find(({ method }) => method.endsWith(`${scoring.score} score`));
  for (const [name, result] of [
    ['', rated?.wrong],
    ['_known', rated?.known],
  ] as const) {
    if (!result) continue;
    const stem = `${device}${name}_${number}`;
    const chart = rocChart([{ name: gan.variant, result }]);
    await writeFileAtomic(place('accuracy', `${stem}.csv`), accuracyCsv(result));
    await writeFileAtomic(place('roc_curve', `${stem}.svg`), await renderSvg(chart));
  }
  for (const [pair, series] of run.losses.entries()) {
    const stem = run.losses.length > 1 ? `${device}_${number}_class${pair}` : `${device}_${number}`;
    const chart = lossSeries({ title: `Losses of ${device}`, series });
    await writeFileAtomic(place('loss', `${stem}.svg`), await renderSvg(chart));
  }
}

/** The generated days of a part, in the unit of the device. */
export function generatedTable({ table, found }: TestedDays): DayTable {
  return { ...table, values: found.generated };
}

/** Writes the table over all runs. @returns its path */
export async function writeSummary(
  folder: string,
  device: string,
  variant: string,
  rows: readonly SummaryRow[],
): Promise<string> {
  const path = join(folder, 'output/experiments/summary', variant, `${device}.csv`);
  await writeFileAtomic(path, summaryCsv(rows));
  return path;
}

/** `input_z.csv`, `input_label.csv` and the weights of the mapping of each day. */
async function writeMappers(
  { folder, device, number }: ExperimentFiles,
  variant: string,
  name: string,
  { table: { dates }, labels, found }: TestedDays,
): Promise<void> {
  const place = join(folder, 'models/experiments', variant, device, String(number), name);
  const L = found.inputs.length / dates.length;
  const lines = (row: (n: number) => string) =>
    dates.map((date, n) => `${date},${row(n)}\n`).join('');
  const inputs = lines((n) => found.inputs.subarray(n * L, (n + 1) * L).join(','));
  await writeFileAtomic(join(place, 'input_z.csv'), inputs);
  await writeFileAtomic(
    join(place, 'input_label.csv'),
    lines((n) => String(labels[n])),
  );
  for (const [n, date] of dates.entries()) {
    const { weight, bias, scale, offset } = found.mapperOf(n);
    const arrays = {
      weight: { shape: [L, L], data: weight },
      bias: { shape: [L], data: bias },
      scale: { shape: [L], data: scale },
      offset: { shape: [L], data: offset },
    };
    const bytes = encodeSafetensors(arrays, { format: 'anodec-mapper' });
    await writeFileAtomic(join(place, `${date}.safetensors`), bytes);
  }
}
