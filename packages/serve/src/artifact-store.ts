/**
 * The artifacts that are served, loaded before the first request and again when their run has changed.
 *
 * A new artifact takes its place when it is loaded whole; one that cannot be loaded leaves the old one in service, and
 * /health says so. A request that has begun ends with the artifact that it began with.
 */
import { basename } from 'node:path';
import { ConfigError, DataError } from '@anodec/core';
import { HttpError } from '@anodec/http';
import { type ComputeChoice, loadTrainedRun, type TrainedRun } from '@anodec/pipeline';
import { listRuns, openRun, type Run, runAt } from '@anodec/runs';

/** An artifact in service. */
export interface ServedArtifact {
  readonly name: string;
  readonly trained: TrainedRun;
  /** When it was loaded, milliseconds since 1970. */
  readonly loaded: number;
  /** Why a newer one could not be loaded; absent where there is none. */
  readonly fault?: string;
}

/** Artifacts by name. */
export interface ArtifactStore {
  list(): readonly ServedArtifact[];
  /** @throws HttpError 404 that lists the names */
  get(name: string): ServedArtifact;
  /** Loads what has changed since. @returns the names of those that were loaded */
  refresh(): Promise<string[]>;
}

/** Where runs lie and what computes. */
export interface StoreOptions {
  readonly logs: string;
  readonly compute?: ComputeChoice;
}

interface Entry {
  readonly which: string;
  /** The state that is served. */
  state: string;
  /** The last one that could not be loaded. */
  refused?: { readonly state: string; readonly fault: string };
  served: ServedArtifact;
}

/**
 * Loads the artifacts.
 *
 * @param given runs as `openRun` takes them, `NAME=RUN` to give one a name; `last`, the newest that is finished, where
 *   none is given
 * @throws DataError when one cannot be loaded
 * @throws ConfigError when two have the same name
 */
export async function openArtifacts(
  given: readonly string[],
  options: StoreOptions,
): Promise<ArtifactStore> {
  const entries = new Map<string, Entry>();
  for (const text of given.length > 0 ? given : ['last']) {
    const { name, which } = parseGiven(text);
    const run = await findRun(which, options.logs);
    const state = await stateOf(run);
    const trained = await load(run, options);
    const called = name ?? (which === 'last' ? 'last' : basename(run.path));
    if (entries.has(called)) {
      throw new ConfigError(
        `Each artifact must have a name of its own, got "${called}" twice. Name them as NAME=RUN.`,
      );
    }
    entries.set(called, { which, state, served: { name: called, trained, loaded: Date.now() } });
  }
  return {
    list: () => [...entries.values()].map(({ served }) => served),
    get(name) {
      const found = entries.get(name);
      if (found) return found.served;
      const known = [...entries.keys()].join(', ');
      throw new HttpError(
        404,
        `There is no artifact "${name.slice(0, 100)}". Known are: ${known}.`,
      );
    },
    async refresh() {
      const changed: string[] = [];
      for (const [name, entry] of entries) if (await renew(entry, options)) changed.push(name);
      return changed;
    },
  };
}

/** Loads an artifact again where it has changed. @returns whether it did */
async function renew(entry: Entry, options: StoreOptions): Promise<boolean> {
  const { fault: _, ...sound } = entry.served;
  let run: Run;
  let state: string;
  try {
    run = await findRun(entry.which, options.logs);
    state = await stateOf(run);
  } catch (error) {
    entry.served = { ...sound, fault: messageOf(error) };
    return false;
  }
  if (state === entry.state) {
    entry.served = sound; // a fault of before, such as a disk that was away, has passed
    return false;
  }
  // one that cannot be loaded is not tried again before it changes
  if (state !== entry.refused?.state) {
    try {
      const trained = await load(run, options);
      entry.state = state;
      entry.served = { name: sound.name, trained, loaded: Date.now() };
      return true;
    } catch (error) {
      entry.refused = { state, fault: messageOf(error) };
    }
  }
  entry.served = { ...sound, fault: entry.refused.fault };
  return false;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parseGiven(text: string): { readonly name?: string; readonly which: string } {
  const match = /^([\w.-]+)=(.+)$/.exec(text);
  return match ? { name: match[1], which: match[2] } : { which: text };
}

/** The run that is named, or for `last` the newest with an artifact: one in training has none yet. */
async function findRun(which: string, logs: string): Promise<Run> {
  if (which !== 'last') return openRun(logs, which);
  const runs = await listRuns(logs);
  for (const { path } of runs.toReversed()) {
    const run = runAt(path);
    if ((await run.artifactState()) !== '') return run;
  }
  throw new DataError(
    `${logs} must hold a trained run, got none. Train one with anodec train, or name a run directory.`,
  );
}

async function load(run: Run, { compute }: StoreOptions): Promise<TrainedRun> {
  const trained = await loadTrainedRun(run, compute);
  if (trained.detectors.length > 0) return trained;
  throw new DataError(
    `${run.path} must be a finished run to score a table, but its training was stopped. Score it first.`,
  );
}

/** Of which run the artifact is, and which of its artifacts. */
async function stateOf(run: Run): Promise<string> {
  return `${run.path} ${await run.artifactState()}`;
}
