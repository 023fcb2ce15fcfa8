/** Names of runs in addresses: `version_3`, and nothing that could lead elsewhere. */
import { join } from 'node:path';
import { HttpError } from '@anodec/http';
import { type Run, runAt } from '@anodec/runs';

/** The run of a name. @throws HttpError 404 when it is none or there is no such run */
export function runOf(
  logs: string,
  name: string,
  known: readonly { readonly path: string }[],
): Run {
  const path = join(logs, name);
  if (/^version_\d+$/.test(name) && known.some((run) => run.path === path)) return runAt(path);
  throw new HttpError(404, `There is no run "${name.slice(0, 100)}" in ${logs}.`);
}
