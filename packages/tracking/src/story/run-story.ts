/**
 * All that a run directory tells about its run, gathered from its files: settings, data, making, training,
 * results. A file that is missing leaves a gap; one that is damaged is named among the faults.
 */
import { dirname } from 'node:path';
import { isRecord, isUserError } from '@anodec/core';
import type { ChosenBackend } from '@anodec/model';
import {
  type Provenance,
  readComputed,
  readProvenance,
  readSettings,
  RecordedFrame,
  settingsId,
  StoredScoring,
} from '@anodec/pipeline';
import { metricPanel, parseEvaluationReport } from '@anodec/report';
import {
  filesOf,
  groupOf,
  listRuns,
  type MetricsRow,
  resumedFrom,
  type Run,
  type RunMetrics,
  type RunSummary,
} from '@anodec/runs';
import { z } from 'zod';
import { type ChangedSetting, changedSettings, flatten } from './changed-settings.js';

/** A recording that a run read. */
export interface RunInput {
  readonly use: 'normal' | 'test';
  readonly source: string;
  readonly rows: number;
  /** Of readings and times; of the labels by themselves where there are any. */
  readonly sha256: string;
  readonly labelsSha256?: string;
}

/** A metric of the primary detector. */
export interface StoryMetric {
  readonly key: string;
  readonly heading: string;
  /** Null where it is not defined. */
  readonly value: number | null;
  readonly cell: string;
  /** Whether short tables have it. */
  readonly brief: boolean;
}

/** A run from its settings to its results. */
export interface RunStory {
  readonly path: string;
  readonly version: number | null;
  readonly status: RunSummary['status'];
  /** ISO 8601; absent where the status is unknown. */
  readonly created?: string;
  readonly summary: RunMetrics;
  readonly settingsId?: string;
  /** All settings by name, such as `detector.hiddenSize`, complete with defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The preset whose settings are nearest to them; absent where the plain defaults are. */
  readonly preset?: string;
  /** Those that differ from that preset, or from the plain defaults. */
  readonly changed: readonly ChangedSetting[];
  readonly inputs: readonly RunInput[];
  readonly made?: Provenance;
  readonly computed?: ChosenBackend;
  /** Path of the run that its training went on from. */
  readonly resumedFrom?: string;
  /** Names of the runs that went on from it. */
  readonly resumedBy: readonly string[];
  /** Name of the group of seeds that it belongs to. */
  readonly group?: string;
  /** A row for each epoch. */
  readonly epochs: readonly MetricsRow[];
  readonly metrics: readonly StoryMetric[];
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** What is wrong with files of the run, a sentence each. */
  readonly faults: readonly string[];
}

/** Gathers what is known of a run. @throws DataError when its folder cannot be read */
export async function readRunStory(run: Run): Promise<RunStory> {
  const faults: string[] = [];
  /** What a file says; undefined where it is missing or damaged, which is noted. */
  const known = async <T>(read: Promise<T>): Promise<T | undefined> =>
    read.catch((error: unknown) => {
      if (!isUserError(error)) throw error;
      faults.push(error.message);
      return undefined;
    });
  const files = await filesOf(run.path);
  const has = (name: string): boolean => files.some((file) => file.name === name);
  const root = dirname(run.path);
  const listed = (await listRuns(root)).find(({ version }) => version === run.version);
  const settings = has('config.json') ? await known(readSettings(run)) : undefined;
  const computed = has('config.json') ? await known(readComputed(run)) : undefined;
  const origin = has('config.json') ? await known(readOrigin(run)) : undefined;
  const made = await known(readProvenance(run));
  const group = run.version === undefined ? undefined : await groupOf(root, run.version);
  const metrics = await known(readMetrics(run));
  const { created } = listed ?? {};
  return {
    path: run.path,
    version: run.version ?? null,
    status: listed?.status ?? 'unknown',
    ...(created !== undefined && { created }),
    summary: (await known(run.readSummary())) ?? {},
    ...(settings && { settingsId: settingsId(settings), settings: flatten(settings) }),
    ...(settings ? changedSettings(settings) : { changed: [] }),
    inputs: (await known(readInputs(run))) ?? [],
    ...(made && { made }),
    ...(computed && { computed }),
    ...(origin !== undefined && { resumedFrom: origin }),
    resumedBy: await resumedFrom(run),
    ...(group && { group: group.name }),
    epochs: has('metrics.csv') ? ((await known(run.readMetrics())) ?? []) : [],
    metrics: metrics ?? [],
    files,
    faults,
  };
}

async function readOrigin(run: Run): Promise<string | undefined> {
  const config = await run.readConfig();
  return isRecord(config) && typeof config.resumedFrom === 'string'
    ? config.resumedFrom
    : undefined;
}

const LearnedFrom = z.looseObject({ learnedFrom: z.array(RecordedFrame).default([]) });

/** The recordings trained on and scored, as they were then. */
async function readInputs(run: Run): Promise<RunInput[]> {
  const artifact = LearnedFrom.safeParse(await run.readArtifact()).data;
  const scoring = StoredScoring.safeParse(await run.readScoring()).data;
  const input =
    (use: RunInput['use']) =>
    ({ source, fingerprint }: Pick<RecordedFrame, 'source' | 'fingerprint'>): RunInput => {
      const { rows, sha256, labelsSha256 } = fingerprint;
      return { use, source, rows, sha256, ...(labelsSha256 !== undefined && { labelsSha256 }) };
    };
  return [
    ...(artifact?.learnedFrom ?? []).map(input('normal')),
    ...(scoring?.recordings ?? []).map(input('test')),
  ];
}

/** Metrics of the primary detector, from the report; none before there is one. */
async function readMetrics(run: Run): Promise<StoryMetric[]> {
  const stored = await run.readReport();
  if (stored === undefined) return [];
  const { results, clock } = parseEvaluationReport(stored, `report.json of ${run.path}`);
  const [primary] = results;
  if (!primary) return [];
  return metricPanel([[primary.evaluation]], clock).map(
    ({ key, heading, brief, values: [[value]], cells: [cell] }) => ({
      key,
      heading,
      value: value ?? null,
      cell,
      brief,
    }),
  );
}
