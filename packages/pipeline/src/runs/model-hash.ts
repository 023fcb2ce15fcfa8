/** A hash of what the model of a run consists of, by which files that were lost or changed later are noticed. */
import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { isUserError } from '@anodec/core';
import { openRun } from '@anodec/runs';

/**
 * SHA-256 of the settings, the artifact and the weights of a run.
 *
 * @param path a run directory
 * @returns undefined where there is no such run, or one of the files is missing or no JSON
 */
export async function modelHash(path: string): Promise<string | undefined> {
  try {
    const run = await openRun(dirname(path), basename(path));
    const artifact = await run.readArtifact();
    if (artifact === undefined) return undefined;
    const hash = createHash('sha256').update(JSON.stringify([await run.readConfig(), artifact]));
    for (const name of await run.listDetectors()) {
      hash.update(`\n${name}\n`).update(await run.readDetector(name));
    }
    return hash.digest('hex');
  } catch (error) {
    if (isUserError(error)) return undefined;
    throw error;
  }
}
