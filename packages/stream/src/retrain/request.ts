/** What an operator asks of the models of a live scoring: a file that the scoring takes up, at once or when it goes on. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { parseConfig } from '@anodec/core';
import { readJsonFile, writeJsonFile } from '@anodec/files';
import { liveFiles } from '@anodec/runs';
import { z } from 'zod';

/** What can be asked. */
export const ModelAction = z.enum(['promote', 'reject', 'rollback']);

export type ModelAction = z.output<typeof ModelAction>;

const ModelRequest = z.strictObject({ id: z.string(), action: ModelAction });

/** A request, which is done once. */
export type ModelRequest = z.output<typeof ModelRequest>;

/** Asks; a request that was not taken up yet is replaced. */
export async function askModels(folder: string, action: ModelAction): Promise<void> {
  await writeJsonFile(liveFiles(folder).request, { id: randomUUID(), action });
}

/** The request that waits. @throws ConfigError when the file holds something else */
export async function readRequest(folder: string): Promise<ModelRequest | undefined> {
  const { request } = liveFiles(folder);
  if (!existsSync(request)) return undefined;
  return parseConfig(ModelRequest, await readJsonFile(request), request);
}

/** Removes a request that was done. */
export async function removeRequest(folder: string): Promise<void> {
  await rm(liveFiles(folder).request, { force: true });
}
