/** Requests as bytes, which no library tidies, and what comes back for them. */
import { connect } from 'node:net';

/** What came back. */
export interface RawAnswer {
  /** NaN where nothing did. */
  readonly status: number;
  readonly text: string;
  readonly seconds: number;
}

/** Sends bytes and waits for the answer, or for the end of the connection. */
export function sendRaw(
  port: number,
  bytes: string | Uint8Array,
  seconds = 15,
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const began = performance.now();
    const pieces: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const end = (): void => {
      clearTimeout(clock);
      socket.destroy();
      const text = Buffer.concat(pieces).toString('latin1');
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? NaN);
      resolve({ status, text, seconds: (performance.now() - began) / 1000 });
    };
    const clock = setTimeout(end, seconds * 1000);
    socket.on('data', (piece) => {
      pieces.push(piece);
      if (isWhole(Buffer.concat(pieces).toString('latin1'))) end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

/** Whether an answer with a length has arrived whole. */
function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  return head >= 0 && length !== undefined && text.length >= head + 4 + Number(length);
}

/** A request with a body. */
export function requestBytes(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const length = body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`];
  return [`${method} ${path} HTTP/1.1`, ...lines, ...length, '', body].join('\r\n');
}
