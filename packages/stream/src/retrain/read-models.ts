/** The models of a live scoring for whoever looks at it from outside. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseConfig } from '@anodec/core';
import { readJsonFile } from '@anodec/files';
import { liveFiles, type LiveLine, type LiveModelEvent } from '@anodec/runs';
import { LiveState } from '../live-store.js';

/** What is in use, and what was decided. */
export interface KnownModels {
  /** Paths of runs. */
  readonly inUse: string;
  readonly shadow: string | undefined;
  readonly former: readonly string[];
  /** The last ones, oldest first. */
  readonly events: readonly LiveModelEvent[];
}

/** Events that are shown. */
const SHOWN = 20;

/**
 * Reads which models a live scoring has.
 *
 * @param run path of the run that it began with
 * @throws DataError when a file cannot be read; ConfigError when the state is of another format
 */
export async function readLiveModels(folder: string, run: string): Promise<KnownModels> {
  const { state, lines } = liveFiles(folder);
  const { models } = parseConfig(LiveState, await readJsonFile(state), state);
  const events: LiveModelEvent[] = [];
  for await (const text of createInterface({ input: createReadStream(lines) })) {
    if (!text.startsWith('{"kind":"model"') || !text.endsWith('}')) continue;
    const line = JSON.parse(text) as LiveLine;
    if ('kind' in line && line.kind === 'model') events.push(line);
  }
  return {
    inUse: models?.inUse?.run ?? run,
    shadow: models?.shadow ? (models.shadow.run ?? run) : undefined,
    former: (models?.former ?? []).map((former) => former.run ?? run),
    events: events.slice(-SHOWN),
  };
}
