/** Requests for a file on an HTTP server from some byte on; a password comes from the environment. */
import { DataError } from '@anodec/core';
import { credentialsOf } from './address.js';

/** The answer of a server. */
export interface RangeAnswer {
  /** The bytes from the one asked for on; none where there are no more. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Bytes of the whole file, where the server says. */
  readonly total: number | undefined;
  /** What kind of file it is, where the server says. */
  readonly type: string | undefined;
  /** Which version of the file it is, where the server is known to say. */
  readonly version?: string | undefined;
  /** Whether the file has fewer bytes than were asked to be left out: it is another one. */
  readonly isShorter: boolean;
}

/**
 * Asks for a file from byte `offset` on. A server that knows no ranges sends all of it, of which the first bytes
 * are left out here.
 *
 * @throws DataError when the server refuses, which no second try would change; any other error may pass
 */
export async function requestFrom(
  url: URL,
  offset: number,
  signal?: AbortSignal,
): Promise<RangeAnswer> {
  const response = await fetch(url, {
    headers: {
      'accept-encoding': 'identity', // bytes are counted as they are stored
      ...(offset > 0 && { range: `bytes=${offset}-` }),
      ...authorization(),
    },
    ...(signal && { signal }),
  });
  const { status, headers } = response;
  const type = headers.get('content-type')?.split(';')[0].trim();
  const nothing = { body: noBytes(), type };
  if (status === 416) {
    await response.body?.cancel();
    const total = totalIn(headers.get('content-range'));
    return { ...nothing, total, isShorter: total !== undefined && total < offset };
  }
  if (status === 206) {
    return {
      body: bytesOf(response, 0),
      total: totalIn(headers.get('content-range')),
      type,
      isShorter: false,
    };
  }
  if (status === 200) {
    const length = headers.get('content-length');
    const total = length === null ? undefined : Number(length);
    if (total !== undefined && total < offset) {
      await response.body?.cancel();
      return { ...nothing, total, isShorter: true };
    }
    return { body: bytesOf(response, offset), total, type, isShorter: false };
  }
  await response.body?.cancel();
  throw statusError(url, status, response.statusText);
}

/** A refusal is for whoever asks to put right; a server in trouble may be asked again. */
function statusError(url: URL, status: number, text: string): Error {
  const got = `${status}${text === '' ? '' : ` ${text}`}`;
  if (status >= 500 || status === 429 || status === 408) return new Error(`the answer was ${got}`);
  const remedy =
    status === 401 || status === 403
      ? 'Set ANODEC_HTTP_TOKEN, or ANODEC_HTTP_USERNAME and ANODEC_HTTP_PASSWORD, in the environment.'
      : 'Check the address.';
  return new DataError(
    `${url.href} must be a file that the server gives out, got ${got}. ${remedy}`,
  );
}

function authorization(): { authorization?: string } {
  const token = process.env.ANODEC_HTTP_TOKEN;
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  const { username, password } = credentialsOf('ANODEC_HTTP');
  if (username === undefined) return {};
  const pair = Buffer.from(`${username}:${password ?? ''}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}

/** 1234 of `bytes 0-99/1234`. */
function totalIn(range: string | null): number | undefined {
  const total = /\/(\d+)$/.exec(range ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

async function* bytesOf(response: Response, skip: number): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const rest = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
