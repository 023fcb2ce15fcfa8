/** Which group a run belongs to, for its report. */
import { dirname } from 'node:path';
import type { SeedFacts } from '@anodec/report';
import { groupOf, type Run } from '@anodec/runs';

/** The group of a run and its seeds; undefined for a run that was trained alone. */
export async function readSeedFacts(run: Run): Promise<SeedFacts | undefined> {
  if (run.version === undefined) return undefined;
  const group = await groupOf(dirname(run.path), run.version);
  if (!group) return undefined;
  const { members } = await group.read();
  return {
    group: group.name,
    own: members.find(({ version }) => version === run.version)?.seed ?? null,
    seeds: members.map(({ seed, version }) => ({
      seed,
      run: version === null ? null : `version_${version}`,
    })),
  };
}
