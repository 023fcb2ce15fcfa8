/** Runs side by side: on the same test recordings, or over several data sets. */
import {
  checkStopped,
  ConfigError,
  DataError,
  formatTime,
  type Listeners,
  withProgress,
} from '@anodec/core';
import type { TrainedRun } from '@anodec/pipeline';
import { type ComparedDataSet, type Comparison, COMPARISON_FORMAT } from '@anodec/report';
import { compareDataSet } from './compare-data-set.js';
import { compareRanks, findMetric } from './compare-ranks.js';
import {
  type DetectedContender,
  groupByDetector,
  groupByRecordings,
  nameContenders,
  runName,
} from './contenders.js';
import { type DetectedRun, detectRun } from './detected-run.js';

/** How to compare. */
export interface CompareOptions {
  /** Key of the metric that ranks detectors over several data sets; `f1` by default. */
  readonly metric?: string;
  /** Whether the baselines of the first run are compared, too, each with the first run. */
  readonly baselines?: boolean;
}

/**
 * Compares runs. On the same test recordings each run is a contender, or each list of runs that differ in
 * their seed; over several data sets runs with
 * the same settings are, whatever their seed, and each must be there on every data set.
 *
 * @throws DataError when a run was not scored, or runs share neither recordings nor detectors
 * @throws ConfigError when there are fewer than two, or the metric is not known
 * @throws StoppedError when the signal was raised
 */
export async function compareRuns(
  runs: readonly (TrainedRun | readonly TrainedRun[])[],
  { metric = 'f1', baselines = false }: CompareOptions = {},
  listeners: Listeners = {},
): Promise<Comparison> {
  findMetric(metric); // refused at once, also where runs share their recordings and need none
  const groups = runs.map((one): readonly TrainedRun[] => ('run' in one ? [one] : one));
  const { seeded, others } = await detectAll(groups, baselines, listeners);
  const dataSets = groupByRecordings(seeded.flat());
  const made = { formatVersion: COMPARISON_FORMAT, created: formatTime(Date.now()) } as const;
  if (dataSets.length > 1) {
    checkNoBaselines(baselines);
    return { ...made, ...(await compareDataSets(dataSets, metric, listeners)) };
  }
  const named = nameContenders(seeded);
  const contenders = [...named, ...others.map((run) => baselineContender(run, named))];
  const reference = baselines ? 0 : undefined;
  const compared = await compareDataSet(contenders, reference, listeners);
  return { ...made, title: `anodec · comparison on ${compared.name}`, dataSets: [compared] };
}

/** The primary detector of every run, by contender, and the baselines of the first run where asked for. */
async function detectAll(
  groups: readonly (readonly TrainedRun[])[],
  baselines: boolean,
  listeners: Listeners,
): Promise<{ seeded: DetectedRun[][]; others: DetectedRun[] }> {
  const { progress, signal } = listeners;
  const seeded: DetectedRun[][] = [];
  const others: DetectedRun[] = [];
  let done = 0;
  const task = { label: 'Comparing', total: groups.flat().length, unit: 'runs' };
  await withProgress(progress, task, async (update) => {
    for (const group of groups) {
      const contender: DetectedRun[] = [];
      for (const trained of group) {
        await new Promise(setImmediate); // lets Ctrl-C through between runs
        checkStopped(signal, 'comparing runs');
        const [primary, ...own] = await detectRun(trained, baselines && done === 0, listeners);
        contender.push(primary);
        others.push(...own);
        update(++done);
      }
      seeded.push(contender);
    }
  });
  return { seeded, others };
}

async function compareDataSets(
  dataSets: readonly DetectedRun[][],
  metric: string,
  listeners: Listeners,
) {
  const groups = groupByDetector(dataSets.flat());
  checkComplete(dataSets, groups);
  const contenders = nameContenders(groups);
  const ranked = dataSets.map((runs) => ({
    name: runs[0].trained.settings.paths.dataset,
    contenders: contenders.map(
      ({ name, runs: own }): DetectedContender => ({
        name,
        runs: own.filter((run) => runs.includes(run)),
      }),
    ),
  }));
  if (contenders.length < 2) {
    throw new ConfigError(
      `At least 2 detectors must be compared over data sets, got ${contenders[0].name} alone. Train ` +
        'another detector on each of them, score it and name its runs, too; or compare runs on one data set.',
    );
  }
  const ranks = compareRanks(ranked, metric); // first, as it refuses a metric that a run lacks
  const compared: ComparedDataSet[] = [];
  for (const { contenders: own } of ranked) {
    compared.push(await compareDataSet(own, undefined, listeners));
  }
  const title = `anodec · comparison over ${dataSets.length} data sets`;
  return { title, dataSets: compared, ranks };
}

/** A baseline; a name that a run has already is told apart. */
function baselineContender(
  run: DetectedRun,
  named: readonly DetectedContender[],
): DetectedContender {
  const isTaken = named.some(({ name }) => name === run.title);
  return { name: isTaken ? `${run.title} (baseline)` : run.title, runs: [run] };
}

function checkNoBaselines(baselines: boolean): void {
  if (!baselines) return;
  throw new ConfigError(
    '`baselines` must come with runs on the same test recordings, got several data sets. Leave it out.',
  );
}

/** @throws DataError that names a detector and a data set without a run */
function checkComplete(
  dataSets: readonly (readonly DetectedRun[])[],
  groups: readonly (readonly DetectedRun[])[],
): void {
  for (const group of groups) {
    const lacking = dataSets.find((runs) => !runs.some((run) => group.includes(run)));
    if (!lacking) continue;
    const [there] = group;
    throw new DataError(
      `Runs must be scored on the same test recordings, or every detector on every data set: ` +
        `${there.title} of ${runName(there)} (data set ${there.trained.settings.paths.dataset}) has no run ` +
        `with the same settings on the recordings of ${runName(lacking[0])} (data set ` +
        `${lacking[0].trained.settings.paths.dataset}). Leave one out, or train it there.`,
    );
  }
}
