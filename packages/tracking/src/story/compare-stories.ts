/** Runs side by side: the settings and data in which they differ, and their metrics. */
import { ConfigError } from '@anodec/core';
import { isSame } from './changed-settings.js';
import type { RunInput, RunStory } from './run-story.js';

/** Something in which runs differ, with its value in each; undefined where a run has none. */
export interface Difference {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** A metric of each run. */
export interface ComparedMetric {
  readonly key: string;
  readonly heading: string;
  readonly values: readonly (number | null)[];
  /** As text, with the unit; `–` where it is not known. */
  readonly cells: readonly string[];
  readonly brief: boolean;
}

/** The comparison of runs by what their directories hold; no test of significance. */
export interface StoryComparison {
  readonly runs: readonly Pick<RunStory, 'path' | 'version' | 'status' | 'settingsId'>[];
  readonly settings: readonly Difference[];
  readonly data: readonly Difference[];
  readonly metrics: readonly ComparedMetric[];
}

const UNKNOWN = '–';

/** Compares runs, in the order given. @throws ConfigError when there are fewer than two */
export function compareStories(stories: readonly RunStory[]): StoryComparison {
  if (stories.length < 2) {
    throw new ConfigError(
      `At least 2 runs must be compared, got ${stories.length}. Name two runs.`,
    );
  }
  return {
    runs: stories.map(({ path, version, status, settingsId }) => ({
      path,
      version,
      status,
      ...(settingsId !== undefined && { settingsId }),
    })),
    settings: differences(stories.map(({ settings = {} }) => withoutPlace(settings))),
    data: differences(stories.map(({ inputs }) => contentsOf(inputs))),
    metrics: [...trainingMetrics(stories), ...evaluationMetrics(stories)],
  };
}

/** Folders say where a run lies and not what it is; the name of the data set is kept. */
function withoutPlace(settings: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => !/^paths\.(dataRoot|logs)$/.test(name)),
  );
}

/** Hashes by the place of a recording among those of its use: the same content may have moved. */
function contentsOf(inputs: readonly RunInput[]): Readonly<Record<string, unknown>> {
  const entries = (['normal', 'test'] as const).flatMap((use) =>
    inputs
      .filter((input) => input.use === use)
      .flatMap(({ source, rows, sha256, labelsSha256 }, i) => [
        [`${use} ${i + 1}`, `${source}, ${rows} rows, ${sha256.slice(0, 12)}`] as const,
        ...(labelsSha256 === undefined
          ? []
          : [[`labels of ${use} ${i + 1}`, labelsSha256.slice(0, 12)] as const]),
      ]),
  );
  return Object.fromEntries(entries);
}

function differences(records: readonly Readonly<Record<string, unknown>>[]): Difference[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return names
    .map((name) => ({ name, values: records.map((record) => record[name]) }))
    .filter(({ values }) => values.some((value) => !isSame(value, values[0])));
}

function trainingMetrics(stories: readonly RunStory[]): ComparedMetric[] {
  const row = (
    key: string,
    heading: string,
    of: (story: RunStory) => number | undefined,
    digits: number,
  ): ComparedMetric => {
    const values = stories.map((story) => of(story) ?? null);
    const cells = values.map((value) => (value === null ? UNKNOWN : value.toFixed(digits)));
    return { key, heading, values, cells, brief: true };
  };
  return [
    row('epochs', 'Epochs', ({ summary }) => summary.epochs, 0),
    row('bestValidationLoss', 'Best validation loss', (one) => one.summary.bestValidationLoss, 5),
    row('seconds', 'Training time (s)', ({ made }) => made?.seconds, 1),
  ].filter(({ values }) => values.some((value) => value !== null));
}

function evaluationMetrics(stories: readonly RunStory[]): ComparedMetric[] {
  const all = stories.flatMap(({ metrics }) => metrics);
  const headings = [...new Set(all.map(({ heading }) => heading))];
  return headings.map((heading) => {
    const own = stories.map(({ metrics }) => metrics.find((one) => one.heading === heading));
    const first = all.find((one) => one.heading === heading);
    return {
      key: first?.key ?? heading,
      heading,
      values: own.map((one) => one?.value ?? null),
      cells: own.map((one) => one?.cell ?? UNKNOWN),
      brief: first?.brief ?? false,
    };
  });
}
