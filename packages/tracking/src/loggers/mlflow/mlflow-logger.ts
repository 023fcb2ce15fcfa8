/** The MLflow logger: settings as parameters, losses and results as metrics, reports as artifacts. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EpochReport } from '@anodec/model';
import type { Run } from '@anodec/runs';
import type { RunStory } from '../../story/run-story.js';
import type { LoggedEnding, LoggerEntry, LoggerOptions, RunLogger } from '../logger.js';
import {
  LIMITS,
  MlflowClient,
  MlflowError,
  mlflowKey,
  type MlflowMetric,
  type MlflowRun,
  type MlflowText,
  shorten,
} from './client.js';
import { appendEntries, type JournalEntry, readEntries, unsent } from './journal.js';
import { trackingServer, type TrackingServer } from './tracking-server.js';

/** Names of endings at the server. */
const STATUS: Readonly<Record<LoggedEnding, string>> = {
  finished: 'FINISHED',
  stopped: 'KILLED',
  failed: 'FAILED',
};

/** Files of a run that are uploaded once there are results; weights and scores stay with the run. */
const ARTIFACTS =
  /^(config\.json|hparams\.yaml|provenance\.json|metrics\.csv|alarms\.csv|report\.(html|md|json)|pictures\/.+)$/;

export const mlflow: LoggerEntry = {
  create(options) {
    const server = trackingServer(options.trackingUri);
    const experiment = options.experiment ?? process.env.MLFLOW_EXPERIMENT_NAME ?? 'anodec';
    return (run, note) => new MlflowLogger(run, server, experiment, note);
  },
  async reopen(run, note, options: LoggerOptions = {}) {
    const begun = (await readEntries(run)).find((entry) => entry.kind === 'run');
    if (!begun) return undefined;
    const { trackingUri = process.env.MLFLOW_TRACKING_URI ?? begun.uri } = options;
    const server = trackingServer(options.trackingUri, {
      ...process.env,
      MLFLOW_TRACKING_URI: trackingUri,
    });
    return new MlflowLogger(run, server, begun.experiment, note);
  },
};

class MlflowLogger implements RunLogger {
  readonly #run: Run;
  readonly #server: TrackingServer;
  readonly #client: MlflowClient;
  readonly #experiment: string;
  readonly #note: (line: string) => void;
  #isDown = false;

  constructor(run: Run, server: TrackingServer, experiment: string, note: (line: string) => void) {
    this.#run = run;
    this.#server = server;
    this.#client = new MlflowClient(server);
    this.#experiment = experiment;
    this.#note = note;
  }

  async start(story: RunStory): Promise<void> {
    const { uri } = this.#server;
    const startTime = story.created === undefined ? Date.now() : Date.parse(story.created);
    const name = basename(this.#run.path);
    const about = { tags: tagsOf(story), params: paramsOf(story) };
    await this.#log({ kind: 'run', uri, experiment: this.#experiment, name, startTime, ...about });
  }

  async epoch({ train, valid, seconds, step }: EpochReport): Promise<void> {
    const timestamp = Date.now();
    const values = [
      ...prefixed('train', train),
      ...prefixed('val', valid),
      ['epoch_seconds', seconds] as const,
    ];
    const metrics = values.map(([key, value]) => ({
      key: mlflowKey(key),
      value: Number.isFinite(value) ? value : null,
      timestamp,
      step,
    }));
    await this.#log({ kind: 'metrics', metrics });
  }

  async end(ending: LoggedEnding): Promise<void> {
    this.#isDown = false; // once more, after all epochs
    const { epochs, bestValidationLoss } = await this.#run.readSummary();
    const values = Object.entries({ epochs, best_val_loss: bestValidationLoss });
    const known = values.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));
    const timestamp = Date.now();
    const metrics = known.map((one) => ({ ...one, timestamp, step: 0 }));
    await this.#log(
      { kind: 'metrics', metrics },
      { kind: 'end', status: STATUS[ending], endTime: timestamp },
    );
  }

  async evaluated({ metrics, files, epochs }: RunStory): Promise<void> {
    const timestamp = Date.now();
    const step = epochs.at(-1)?.step ?? 0;
    const known = metrics.flatMap(({ key, value }) =>
      value === null ? [] : [{ key: mlflowKey(`test/${key}`), value, timestamp, step }],
    );
    // one metric may have several lines; the first is the main one
    const distinct = known.filter(({ key }, i) => known.findIndex((one) => one.key === key) === i);
    const names = files.map(({ name }) => name).filter((name) => ARTIFACTS.test(name));
    await this.#log(
      { kind: 'metrics', metrics: distinct },
      ...names.map((name) => ({ kind: 'artifact', name }) as const),
    );
  }

  async send(): Promise<boolean> {
    try {
      await this.#sendAll();
      return true;
    } catch (error) {
      if (!(error instanceof MlflowError)) throw error;
      this.#isDown = true;
      const { path } = this.#run;
      this.#note(
        `Not logged to MLflow: ${error.message}. Nothing is lost: ${join(path, 'mlflow.jsonl')} keeps it, and ` +
          `anodec runs log ${path} --to mlflow sends it.`,
      );
      return false;
    }
  }

  /** Keeps entries, and sends them unless the server was found to be down. */
  async #log(...entries: readonly JournalEntry[]): Promise<void> {
    await appendEntries(this.#run, entries);
    if (!this.#isDown) await this.send();
  }

  async #sendAll(): Promise<void> {
    const entries = await readEntries(this.#run);
    const left = unsent(entries);
    if (left.length === 0) return;
    const at = await this.#runAtServer(entries);
    await this.#client.logBatch(at.runId, {
      metrics: left.flatMap(metricsIn),
      params: left.flatMap((entry) => (entry.kind === 'run' ? entry.params : [])),
      tags: [],
    });
    await this.#upload(at, left);
    const end = entries.findLast((entry) => entry.kind === 'end');
    if (end && left.includes(end)) await this.#client.updateRun(at.runId, end.status, end.endTime);
    await appendEntries(this.#run, [{ kind: 'sent' }]);
  }

  /** The run that the server made before, or makes now. */
  async #runAtServer(entries: readonly JournalEntry[]): Promise<MlflowRun> {
    const created = entries.findLast((entry) => entry.kind === 'created');
    if (created) return created;
    const begun = entries.find((entry) => entry.kind === 'run');
    if (!begun) throw new MlflowError('the journal does not say how the run began');
    const { experiment, name, startTime, tags } = begun;
    const id = await this.#client.experiment(experiment);
    const run = await this.#client.createRun(id, name, startTime, tags);
    await appendEntries(this.#run, [{ kind: 'created', ...run }]);
    return run;
  }

  async #upload(at: MlflowRun, entries: readonly JournalEntry[]): Promise<void> {
    for (const entry of entries) {
      if (entry.kind !== 'artifact') continue;
      const content = await readFile(join(this.#run.path, entry.name)).catch(() => undefined);
      if (content === undefined) continue; // replaced by a later evaluation without it
      if (await this.#client.upload(at, entry.name, content)) continue;
      const where = new URL(at.artifactUri).protocol;
      this.#note(
        `Files of the run were not uploaded: the MLflow server keeps them at ${where} and not behind its own ` +
          'address (mlflow server --serve-artifacts).',
      );
      return;
    }
  }
}

function prefixed(prefix: string, values: EpochReport['train']) {
  return Object.entries(values).map(([key, value]) => [`${prefix}_${key}`, value] as const);
}

function metricsIn(entry: JournalEntry): MlflowMetric[] {
  if (entry.kind !== 'metrics') return [];
  return entry.metrics.map((metric) => ({ ...metric, value: metric.value ?? NaN }));
}

function paramsOf({ settings = {} }: RunStory): MlflowText[] {
  return Object.entries(settings).map(([name, value]) => ({
    key: mlflowKey(name),
    value: shorten(textOf(value) ?? '', LIMITS.param),
  }));
}

function tagsOf({ settingsId, settings = {}, made, path }: RunStory): MlflowText[] {
  const tags: Readonly<Record<string, string | undefined>> = {
    'anodec.run': path,
    'anodec.settingsId': settingsId,
    'anodec.version': made?.version,
    'anodec.dataset': textOf(settings['paths.dataset']),
    'mlflow.source.name': made?.command,
    'mlflow.source.git.commit': made?.commit,
  };
  return Object.entries(tags).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: shorten(value, LIMITS.tag) }],
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
