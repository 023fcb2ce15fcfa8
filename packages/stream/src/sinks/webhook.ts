/**
 * Sink: alarms to an HTTP address, a POST for each that begins or is over, and for a model that no longer fits. Rows
 * are left out: whoever receives them is to be woken. A POST that comes again has the same Idempotency-Key.
 */
import { DataError } from '@anodec/core';
import type { LiveLine } from '@anodec/runs';
import { parseAddress } from '@anodec/tables';
import { connectedSink } from './connected.js';
import type { Sink } from './sink.js';

const TIMEOUT_MILLISECONDS = 10_000;

/** Posts alarms; a token for it is ANODEC_WEBHOOK_TOKEN. @throws ConfigError when the address holds a password */
export function webhook(address: string): Sink {
  const url = parseAddress(address, 'ANODEC_WEBHOOK_TOKEN');
  let latest: readonly LiveLine[] = [];
  let delivered = 0;
  return connectedSink(url.href, async () => ({
    async deliver(lines) {
      // after a failure the same lines come once more, and those that arrived are left out
      if (lines !== latest) [latest, delivered] = [lines, 0];
      const calls = lines.flatMap((line) => ('kind' in line ? [line] : []));
      for (; delivered < calls.length; delivered++) await post(url, calls[delivered]);
    },
    close: async () => {},
  }));
}

async function post(url: URL, line: Exclude<LiveLine, { score: unknown }>): Promise<void> {
  const token = process.env.ANODEC_WEBHOOK_TOKEN;
  const time = line.kind === 'alarm' ? line.start : line.time;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `${line.kind}-${line.state}-${time}`,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(line),
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  await response.body?.cancel();
  const { ok, status } = response;
  if (ok) return;
  if (status >= 500 || status === 429 || status === 408)
    throw new Error(`the answer was ${status}`);
  throw new DataError(
    `${url.href} must take alarms by POST, got the answer ${status}. Check the address and ANODEC_WEBHOOK_TOKEN.`,
  );
}
