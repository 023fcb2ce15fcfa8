/**
 * Looks at runs and live scorings again and again, and tells who listens what changed. Nothing is looked at while
 * nobody listens; who asks gets a look of its own.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { HttpError } from '@anodec/http';
import { listRuns, liveFiles, runAt, type RunSummary } from '@anodec/runs';
import { followStream, type Stream, type StreamChange } from './stream.js';

/** Milliseconds between looks at streams, and between looks for new runs and streams. */
const STREAM_PAUSE = 300;
const RUNS_PAUSE = 2000;

/** What changed. */
export type Change =
  | { readonly topic: 'runs' | 'alarms' | 'streams' | 'sensors' }
  | { readonly topic: 'rows'; readonly stream: Stream; readonly change: StreamChange };

/** Runs and streams, and word of their changes. */
export interface Watcher {
  runs(): Promise<readonly RunSummary[]>;
  streams(): Promise<readonly Stream[]>;
  /** @throws HttpError 404 that lists the streams */
  stream(id: string): Promise<Stream>;
  /** Says that alarms changed, as by a note. */
  tellAlarms(): void;
  /** Listens until the signal is raised. */
  listen(listener: (change: Change) => void, signal: AbortSignal): void;
}

/** Where runs and streams lie. */
export interface Places {
  readonly logs: string;
  /** Folders of live scorings outside of runs. */
  readonly streams: readonly string[];
  /** Says whether the readings of sensors changed since it was asked last. */
  readonly sensorsChanged: () => Promise<boolean>;
}

/** Makes the watcher. */
export function createWatcher({ logs, streams: folders, sensorsChanged }: Places): Watcher {
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change): void => listeners.forEach((listener) => listener(change));
  const streams = followAll(folders, tell);
  let seen = '';
  let clock: NodeJS.Timeout | undefined;
  let lookedForRuns = 0;

  async function runs(): Promise<readonly RunSummary[]> {
    const found = await listRuns(logs);
    await streams.find(found);
    const text = JSON.stringify([found, await epochsOf(found)]);
    if (text !== seen && seen !== '') tell({ topic: 'runs' });
    seen = text;
    return found;
  }

  async function look(): Promise<void> {
    if (Date.now() - lookedForRuns > RUNS_PAUSE) {
      await runs();
      lookedForRuns = Date.now();
    }
    if (await sensorsChanged()) tell({ topic: 'sensors' });
    await streams.look();
  }

  /** A file that cannot be read now may be readable with the next look. */
  function again(): void {
    clock = setTimeout(() => {
      void look()
        .catch(() => undefined)
        .finally(() => (listeners.size > 0 ? again() : (clock = undefined)));
    }, STREAM_PAUSE);
  }

  async function allStreams(): Promise<readonly Stream[]> {
    await runs();
    await streams.look();
    return streams.list();
  }

  return {
    runs,
    streams: allStreams,
    stream: async (id) => findStream(await allStreams(), id),
    tellAlarms: () => tell({ topic: 'alarms' }),
    listen(listener, signal) {
      if (signal.aborted) return;
      listeners.add(listener);
      if (!clock) again();
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
  };
}

/** What says that an epoch of a training is over. */
function epochsOf(runs: readonly RunSummary[]): Promise<string[]> {
  const running = runs.filter(({ status }) => status === 'running');
  return Promise.all(running.map(({ path }) => runAt(path).metricsState()));
}

function findStream(streams: readonly Stream[], id: string): Stream {
  const found = streams.find((stream) => stream.id === id);
  if (found) return found;
  const known = streams.length === 0 ? 'none' : streams.map((stream) => stream.id).join(', ');
  throw new HttpError(404, `There is no live scoring "${id.slice(0, 100)}". Known are: ${known}.`);
}

/** The live scorings of runs and of other folders. */
function followAll(folders: readonly string[], tell: (change: Change) => void) {
  const streams = new Map<string, Stream>();
  let looking = Promise.resolve();

  async function lookOnce(): Promise<void> {
    for (const stream of streams.values()) {
      const change = await stream.look();
      if (change.rows.row.length > 0 || change.restarted) tell({ topic: 'rows', stream, change });
      if (change.alarms) tell({ topic: 'alarms' });
    }
  }

  return {
    /** Those that have begun. */
    list: (): Stream[] =>
      [...streams.values()].filter(({ folder }) => existsSync(liveFiles(folder).lines)),
    async find(runs: readonly RunSummary[]): Promise<void> {
      const before = streams.size;
      for (const folder of folders) add(streams, basename(folder), folder);
      for (const { path } of runs) {
        const run = runAt(path);
        for (const name of await run.listLive()) {
          add(streams, `${basename(path)}.${name}`, run.liveFolder(name));
        }
      }
      if (streams.size !== before) tell({ topic: 'streams' });
    },
    /** One look after the other: two at once would read the same lines twice. */
    look(): Promise<void> {
      const next = looking.then(lookOnce);
      looking = next.catch(() => undefined);
      return next;
    },
  };
}

/** Follows a folder under an id of its own: of two with the same name the second ends in -2. */
function add(streams: Map<string, Stream>, title: string, folder: string): void {
  const known = [...streams.values()];
  if (known.some((stream) => stream.folder === folder)) return;
  const id = title.replaceAll(/[^\w.=-]/g, '-');
  const ids = [id, ...known.map((_, n) => `${id}-${n + 2}`)];
  const own = ids.find((one) => !streams.has(one)) ?? id;
  streams.set(own, followStream(own, own === id ? title : own, folder));
}
