/** One report of all seeds: each metric with its spread, and the detector beside its baselines. */
import { ConfigError, formatTime, type Listeners } from '@anodec/core';
import {
  evaluateRun,
  loadTrainedRun,
  MissingStepError,
  scoreRun,
  type TrainedRun,
} from '@anodec/pipeline';
import {
  type Comparison,
  COMPARISON_FORMAT,
  comparisonHtml,
  comparisonMarkdown,
} from '@anodec/report';
import type { RunGroup } from '@anodec/runs';
import { compareDataSet } from '../compare-data-set.js';
import { type DetectedContender, sameRecordings } from '../contenders.js';
import { type DetectedRun, detectRun } from '../detected-run.js';
import { untrainedSeeds } from './train-seeds.js';

/** A report of a group and where it lies. */
export interface EvaluatedGroup {
  readonly comparison: Comparison;
  /** Path of the page. */
  readonly page: string;
  /** Runs that were scored on the way. */
  readonly scored: readonly string[];
}

/**
 * Evaluates every run of a group, scoring those that were not, and writes report.html, report.md and
 * report.json into the group.
 *
 * @throws MissingStepError when a seed is not trained yet
 * @throws DataError as `scoreRun` and `evaluateRun`
 * @throws StoppedError when the signal was raised
 */
export async function evaluateGroup(
  group: RunGroup,
  listeners: Listeners = {},
): Promise<EvaluatedGroup> {
  const runs = await openGroupRuns(group);
  const scored: string[] = [];
  for (const trained of runs) {
    if (await isScored(trained)) continue;
    scored.push(trained.run.path);
    await scoreRun(trained, listeners);
  }
  const detected: DetectedRun[][] = [];
  for (const [i, { run }] of runs.entries()) {
    const trained = await loadTrainedRun(run); // scoring may have completed it
    await evaluateRun(trained, listeners);
    detected.push(await detectRun(trained, i === 0, listeners));
  }
  const comparison = await compareSeeds(group, detected, listeners);
  const page = await group.writeReport({
    html: comparisonHtml(comparison),
    markdown: comparisonMarkdown(comparison),
    json: comparison,
  });
  return { comparison, page, scored };
}

/** The runs of a group, one for each seed. @throws MissingStepError when a seed is not trained yet */
export async function openGroupRuns(group: RunGroup): Promise<TrainedRun[]> {
  const { members } = await group.read();
  if (members.some(({ version }) => version === null)) {
    const missing = await untrainedSeeds(group);
    const seeds =
      missing.length === 1 ? `seed ${missing[0]} is not` : `seeds ${missing.join(', ')} are not`;
    throw new MissingStepError(
      `Every seed of ${group.path} must be trained before it is evaluated, but ${seeds}. ` +
        'Resume the group first.',
      { step: 'resume', run: group.name },
    );
  }
  return Promise.all(
    members.flatMap(({ version }) =>
      version === null ? [] : [loadTrainedRun(group.runOf(version))],
    ),
  );
}

async function isScored({ run }: TrainedRun): Promise<boolean> {
  const { recordings } = Object((await run.readScoring()) ?? {}) as { recordings?: unknown };
  return Array.isArray(recordings) && recordings.length > 0;
}

/** The seeds as one contender, and each baseline of the first run. */
async function compareSeeds(
  group: RunGroup,
  detected: readonly DetectedRun[][],
  listeners: Listeners,
): Promise<Comparison> {
  const primaries = detected.map(([primary]) => primary);
  const [first] = primaries;
  if (primaries.some(({ recorded }) => !sameRecordings(recorded, first.recorded))) {
    throw new ConfigError(
      `The runs of ${group.path} must be scored on the same test recordings. Score them again.`,
    );
  }
  const contenders: DetectedContender[] = [
    { name: first.title, runs: primaries },
    ...detected[0].slice(1).map((baseline) => ({ name: baseline.title, runs: [baseline] })),
  ];
  const { dataset } = first.trained.settings.paths;
  return {
    formatVersion: COMPARISON_FORMAT,
    title: `anodec · ${dataset} · ${primaries.length} seeds (${group.name})`,
    created: formatTime(Date.now()),
    dataSets: [await compareDataSet(contenders, 0, listeners)],
  };
}
