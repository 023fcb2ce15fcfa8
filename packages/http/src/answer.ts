/** What a route receives and answers: plain data, so that nothing above knows the library below. */

/** A request whose body has arrived whole. */
export interface RouteRequest {
  /** Parts of the path by name, decoded: `/runs/:run` gives `run`. */
  readonly params: Readonly<Record<string, string>>;
  /** What stands behind the question mark. */
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Raised when the client has gone, the time is over or the server stops. */
  readonly signal: AbortSignal;
}

/** A whole answer. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  /** MIME type. */
  readonly type: string;
  readonly body: string | Uint8Array;
  /** Further headers; they replace those of `securityHeaders`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends an event: any document, as JSON. One that many are sent must not change afterwards. */
export type SendEvent = (event: string, document: unknown) => void;

/** An answer that stays open: events until the signal is raised. */
export interface EventAnswer {
  /** @returns when there will be no more events, or never */
  readonly events: (send: SendEvent, signal: AbortSignal) => void | Promise<void>;
}

/** One path and what answers it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Parameters with a colon: `/runs/:run`. */
  readonly path: string;
  /** Whether no token is asked for, as for `/health`. */
  readonly open?: boolean;
  /** An error that the caller can put right is answered with 400 and its sentence. */
  readonly handle: (request: RouteRequest) => Answer | EventAnswer | Promise<Answer | EventAnswer>;
}

/** A fault with a status of its own. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** @param status 400 to 599 */
  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** A document as JSON; NaN becomes null, the only word JSON has for it. */
export function jsonAnswer(document: unknown, status = 200): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(document)}\n` };
}

/** A page. */
export function htmlAnswer(html: string, status = 200): Answer {
  return { status, type: 'text/html', body: html };
}

/**
 * The JSON of a request.
 *
 * @throws HttpError 415 where the request does not say that it is JSON, 400 where it is none
 */
export function readJson({ headers, body }: RouteRequest): unknown {
  const type = mediaType(headers['content-type']);
  if (type !== 'application/json') {
    throw new HttpError(
      415,
      `The body must be application/json, got ${type || 'no content type'}. Set Content-Type.`,
    );
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HttpError(400, `The body must be JSON, got something else (${reason}).`);
  }
}

/** The type of a content without its parameters, in lower case; empty where none is given. */
export function mediaType(contentType = ''): string {
  return contentType.split(';')[0].trim().toLowerCase();
}
