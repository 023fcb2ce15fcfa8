/** Events to a page over one open answer. Source: WHATWG HTML, "Server-sent events". */
import type { ServerResponse } from 'node:http';
import { SECURITY_HEADERS } from './security-headers.js';
import type { EventAnswer } from './answer.js';

/** Milliseconds between signs of life, below what routers take for a dead connection. */
const HEARTBEAT = 15_000;
/** Bytes that may wait for a reader; one that is further behind is let go and asks again. */
const BACKLOG = 1 << 20;

/**
 * Answers with events until the client goes or the signal is raised.
 *
 * @param response is written and ended here
 * @param onBug receives what `events` throws; the client sees no more than the end
 */
export function streamEvents(
  response: ServerResponse,
  { events }: EventAnswer,
  signal: AbortSignal,
  onBug?: (error: unknown) => void,
): void {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
  response.write('retry: 2000\n\n');
  const write = (text: string): void => {
    if (ended.signal.aborted) return;
    if (response.writableLength > BACKLOG) response.destroy();
    else response.write(text);
  };
  const heart = setInterval(() => write(': alive\n\n'), HEARTBEAT);
  response.on('close', end);
  response.on('error', end);
  signal.addEventListener('abort', end, { once: true });
  ended.signal.addEventListener('abort', () => {
    clearInterval(heart);
    signal.removeEventListener('abort', end); // the server outlives its listeners
    response.end();
  });
  if (signal.aborted) end();
  const send = (event: string, document: unknown): void =>
    write(`event: ${event}\ndata: ${textOf(document)}\n\n`);
  // in a promise from the start: what it throws at once would be answered after the headers have gone
  Promise.resolve()
    .then(() => events(send, ended.signal))
    .catch((error: unknown) => {
      if (!ended.signal.aborted) onBug?.(error);
      end();
    });
}

/** Texts of documents, which many listeners are sent. */
const texts = new WeakMap<object, string>();

/** The document as JSON, made once however many are sent it. */
function textOf(document: unknown): string {
  if (typeof document !== 'object' || document === null) return JSON.stringify(document);
  const known = texts.get(document) ?? JSON.stringify(document);
  texts.set(document, known);
  return known;
}
