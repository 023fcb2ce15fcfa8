/**
 * Output in the cell of a notebook; the only file that knows kernels.
 *
 * Where no kernel runs, as in a script, the plain text is printed instead.
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

/** One output in several forms, by media type; a notebook shows the richest one that it can. */
export type MimeBundle = Readonly<Record<string, string>> & { readonly 'text/plain': string };

/** An output that later ones may replace. */
export interface Output {
  update(bundle: MimeBundle): void;
}

/** Shows an output under the cell that runs. */
export function display(bundle: MimeBundle): Output {
  const id = randomUUID();
  send(bundle, id, false);
  return { update: (next) => send(next, id, true) };
}

/** Whether the program runs in a notebook. */
export function isInNotebook(): boolean {
  return tslab() !== undefined || deno() !== undefined;
}

interface TslabJupyter {
  readonly lastWriteDisplayData?: (message: object, update: boolean) => void;
}

interface DenoJupyter {
  broadcast(type: string, content: object): unknown;
}

function send(data: MimeBundle, id: string, update: boolean): void {
  const message = { data, metadata: {}, transient: { display_id: id } };
  const write = tslab()?.lastWriteDisplayData;
  if (write) return write(message, update);
  const broadcast = deno();
  if (broadcast) {
    broadcast.broadcast(update ? 'update_display_data' : 'display_data', message);
    return;
  }
  if (!update) process.stdout.write(`${data['text/plain']}\n`);
}

/** The module of the tslab kernel that this process is; its public functions send one form at a time. */
function tslab(): TslabJupyter | undefined {
  const { cache } = createRequire(import.meta.url);
  const path = Object.keys(cache).find((file) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
  return path === undefined ? undefined : (cache[path]?.exports as TslabJupyter);
}

function deno(): DenoJupyter | undefined {
  const { Deno } = globalThis as { Deno?: { jupyter?: DenoJupyter } };
  try {
    return Deno?.jupyter;
  } catch {
    return undefined; // Deno outside of a notebook refuses the access
  }
}
