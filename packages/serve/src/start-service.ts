/** The scoring service: artifacts, a server over them, and looks for newer artifacts. */
import { readFileSync } from 'node:fs';
import { isRecord } from '@anodec/core';
import {
  createLimiter,
  type LimitsConfig,
  type ListenConfig,
  type RunningServer,
  startServer,
  withToken,
} from '@anodec/http';
import { type ComputeChoice, startComputing } from '@anodec/pipeline';
import { type ArtifactStore, openArtifacts } from './artifact-store.js';
import { serviceRoutes } from './routes.js';
import { createServiceMetrics } from './service-metrics.js';
import type { ServeConfig } from './settings.js';

/** Tables that are read at once to check what they claim, each in a process of its own. */
const READERS = 2;

/** Settings of the service by group. */
export interface ServiceSettings {
  readonly serve: ServeConfig;
  readonly listen: ListenConfig;
  readonly limits: LimitsConfig;
  readonly compute?: ComputeChoice;
}

/** What happens, for whoever prints it. */
export interface ServiceListeners {
  /** Names of artifacts that were loaded anew. */
  readonly onReload?: (names: readonly string[]) => void;
  readonly onBug?: (error: unknown) => void;
}

/** A service that listens. */
export interface RunningService extends RunningServer {
  readonly artifacts: ArtifactStore;
}

/**
 * Loads the artifacts and starts the service.
 *
 * @throws DataError when an artifact cannot be loaded or the port is taken
 * @throws ConfigError when two artifacts have the same name
 */
export async function startService(
  { serve, listen, limits, compute }: ServiceSettings,
  { onReload, onBug }: ServiceListeners = {},
): Promise<RunningService> {
  const artifacts = await openArtifacts(serve.artifacts, {
    logs: serve.logs,
    ...(compute && { compute }),
  });
  // a backend that is missing is found now, not with the first request
  for (const { trained } of artifacts.list()) await startComputing(trained.settings.detector);
  // one at a time: scoring keeps the processor busy, and the backend is one for the process
  const limiter = createLimiter(1, serve.queue);
  const readers = createLimiter(READERS, serve.queue);
  const metrics = await createServiceMetrics({
    artifacts: () => artifacts.list(),
    waiting: () => limiter.waiting + readers.waiting,
  });
  const guarded = withToken(listen);
  const routes = serviceRoutes({
    artifacts,
    limiter,
    readers,
    metrics,
    version: packageVersion(),
    secured: guarded.token !== undefined,
  });
  const server = await startServer({
    listen: guarded,
    limits,
    routes,
    onAnswer: (answered) => metrics.answered(answered),
    ...(onBug && { onBug }),
  });
  const refresh = async (): Promise<void> => {
    const names = await artifacts.refresh();
    for (const name of names) metrics.reloaded(name);
    if (names.length > 0) onReload?.(names);
  };
  const stopLooking = repeat(refresh, serve.reloadSeconds);
  return {
    ...server,
    artifacts,
    async stop(seconds = serve.stopSeconds) {
      stopLooking();
      await server.stop(seconds);
    },
  };
}

/** Repeats work a while after its end. @returns a function that ends it */
function repeat(work: () => Promise<void>, seconds: number): () => void {
  if (seconds === 0) return () => {};
  let clock: NodeJS.Timeout;
  let ended = false;
  const next = (): void => {
    if (!ended) clock = setTimeout(() => void work().finally(next), seconds * 1000);
  };
  next();
  return () => {
    ended = true;
    clearTimeout(clock);
  };
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  return isRecord(manifest) ? String(manifest.version) : '';
}
