/**
 * Who may ask: a token, the names by which the server may be called, and no page of another site.
 *
 * A server on this machine alone still has to refuse web pages that the user happens to visit: one that posts to
 * it (its Origin differs), and one whose name was made to point to this machine (its Host is not ours).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

/** The cookie that keeps a token which came with a link. */
export const TOKEN_COOKIE = 'anodec_token';

/** What access is decided by. */
export interface AskedBy {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The token in the link, where there is one. */
  readonly linkToken?: string;
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

/** Whether an address is this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Why a request must be refused; undefined where it may pass.
 *
 * @param token that it must carry; undefined: none
 */
export function refusalOf(asked: AskedBy, token: string | undefined): Refusal | undefined {
  const { host = '', origin } = asked.headers;
  if (token === undefined && !isLoopback(hostName(host))) {
    return { status: 403, message: `Host must be this machine, got "${host}". Ask for localhost.` };
  }
  if (asked.method !== 'GET' && asked.method !== 'HEAD' && origin !== undefined) {
    if (hostOf(origin) !== host) {
      return {
        status: 403,
        message: `Origin must be this server, got "${origin}". Send the request from its own page.`,
      };
    }
  }
  if (token === undefined || tokensOf(asked).some((given) => isSame(given, token))) {
    return undefined;
  }
  return {
    status: 401,
    message:
      'A token must come with the request, got none or another. Open the link that was printed at the start, or ' +
      'send the header "Authorization: Bearer TOKEN".',
  };
}

/** The header that keeps a token in the browser, out of reach of scripts and other sites. */
export function tokenCookie(token: string): string {
  return `${TOKEN_COOKIE}=${encodeURIComponent(token)}; HttpOnly; SameSite=Strict; Path=/`;
}

function tokensOf({ headers, linkToken }: AskedBy): string[] {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const cookies = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const kept = cookies.filter(([name]) => name === TOKEN_COOKIE).map(([, value = '']) => value);
  return [bearer, linkToken, ...kept.map(decode)].filter((given) => given !== undefined);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Compares hashes, so that the time taken says nothing about the token, nor about its length. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(hashOf(given), hashOf(token));
}

function hashOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** The name in a Host header, without port and brackets. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

/** Host and port of an origin; undefined where it is none, as `null` of a page without one. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
