/**
 * The server: fastify behind a table of routes. The only file that knows the library.
 *
 * What every server of the project must do is done here once: access, limits, headers, errors as sentences, a stop
 * that lets answers under way finish.
 */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { ConfigError, DataError, isUserError, StoppedError } from '@anodec/core';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback, refusalOf, tokenCookie } from './access.js';
import { type Answer, HttpError, jsonAnswer, type Route, type RouteRequest } from './answer.js';
import { streamEvents } from './event-stream.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { LimitsConfig, type ListenConfig } from './settings.js';

/** What a server is started with. */
export interface ServerOptions {
  readonly listen: ListenConfig;
  readonly limits?: LimitsConfig;
  readonly routes: readonly Route[];
  /** Receives what was a bug, for a log; the client gets no detail of it. */
  readonly onBug?: (error: unknown) => void;
  /** Receives each answer, for counting. */
  readonly onAnswer?: (answered: Answered) => void;
}

/** A request that was answered. */
export interface Answered {
  readonly method: string;
  /** The path of the route, not of the request; `none` where no route matches. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** A server that listens. */
export interface RunningServer {
  /** Such as http://127.0.0.1:8050. */
  readonly url: string;
  readonly port: number;
  /** What requests must carry; undefined where everybody on this machine may ask. */
  readonly token: string | undefined;
  /** The address to open: with the token where there is one. */
  readonly link: string;
  /** Stops: no new requests, those under way are finished or ended after `seconds`. */
  stop(seconds?: number): Promise<void>;
}

/**
 * Starts a server.
 *
 * @throws DataError when the port is taken or the address is not of this machine
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { routes } = options;
  const listen = withToken(options.listen);
  const { token } = listen;
  const ending = { closing: new AbortController(), killing: new AbortController() };
  // each request and each stream of events listens
  setMaxListeners(0, ending.closing.signal, ending.killing.signal);
  const app = await createApp(options, token);
  for (const route of routes) addRoute(app, route, options, ending);
  await app.listen({ host: listen.host, port: listen.port }).catch((error: unknown) => {
    throw new DataError(`${describeListen(listen, error)} Choose another with --port or --host.`);
  });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : listen.port;
  const named = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  const url = `http://${named}:${port}`;
  return {
    url,
    port,
    token,
    link: token === undefined ? url : `${url}/?token=${encodeURIComponent(token)}`,
    stop: (seconds = 5) => stopApp(app, ending, seconds),
  };
}

/** Characters of a token at least. */
const TOKEN_LENGTH = 16;

/** Raised when the server stops: at once for streams of events, later for answers under way. */
interface Ending {
  readonly closing: AbortController;
  readonly killing: AbortController;
}

/**
 * The settings with the token that is asked for: given, of the environment, or made up; beyond this machine there is
 * always one.
 *
 * @throws ConfigError when it is too short to be a secret
 */
export function withToken(listen: ListenConfig): ListenConfig {
  const { host, token = process.env.ANODEC_TOKEN } = listen;
  if (token !== undefined && token.length < TOKEN_LENGTH) {
    throw new ConfigError(
      `\`token\` must have ${TOKEN_LENGTH} characters or more, got ${token.length}. Make a longer one, also in the ` +
        'variable ANODEC_TOKEN.',
    );
  }
  if (token !== undefined) return { ...listen, token };
  return isLoopback(host) ? listen : { ...listen, token: randomBytes(24).toString('base64url') };
}

async function createApp(
  { limits = LimitsConfig.parse({}), onBug, onAnswer }: ServerOptions,
  token: string | undefined,
): Promise<FastifyInstance> {
  const { fastify } = await import('fastify'); // loaded by who serves, not by every command
  const milliseconds = limits.requestSeconds * 1000;
  const app = fastify({
    bodyLimit: Math.floor(limits.bodyMegabytes * 1e6),
    requestTimeout: milliseconds,
    connectionTimeout: Math.max(milliseconds, 40_000), // of silence, which events break before
    keepAliveTimeout: 5000,
    routerOptions: { maxParamLength: 500 },
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: Math.min(10_000, milliseconds),
      connectionsCheckingInterval: Math.min(1000, milliseconds),
      maxHeaderSize: 16_384,
    },
    frameworkErrors: (error, _request, reply) => void sendError(reply, error, onBug),
  });
  app.server.maxConnections = limits.connections;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS);
    return checkAccess(request, reply, token);
  });
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? 'none';
    onAnswer?.({ method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => sendError(reply, error, onBug));
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request).slice(0, 200);
    return sendError(reply, new HttpError(404, `There is nothing at ${path}.`));
  });
  return app;
}

/** Refuses, or keeps the token of a link as a cookie and leads to the same page without it. */
async function checkAccess(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | undefined,
): Promise<FastifyReply | undefined> {
  const { config, url: route } = request.routeOptions;
  const { open = false } = config as { open?: boolean };
  const query = queryOf(request);
  const linkToken = query.get('token') ?? undefined;
  const asked = { method: request.method, headers: headersOf(request.headers), linkToken };
  const refusal = open ? undefined : refusalOf(asked, token);
  if (refusal) return sendError(reply, new HttpError(refusal.status, refusal.message));
  if (token === undefined || linkToken === undefined || route === undefined || open) {
    return undefined;
  }
  if (request.method !== 'GET') return undefined;
  query.delete('token');
  const rest = query.toString();
  // one slash: two, of either kind, would lead to another machine
  const here = `/${pathOf(request).replace(/^[/\\]+/, '')}${rest === '' ? '' : `?${rest}`}`;
  return reply.header('set-cookie', tokenCookie(linkToken)).redirect(here, 303);
}

function addRoute(
  app: FastifyInstance,
  { method, path, open = false, handle }: Route,
  { limits = LimitsConfig.parse({}), onBug }: ServerOptions,
  { closing, killing }: Ending,
): void {
  app.route({
    method,
    url: path,
    config: { open },
    async handler(request, reply) {
      const { signal, isLate, release } = requestSignal(reply, limits, killing.signal);
      const asked: RouteRequest = {
        params: request.params as Readonly<Record<string, string>>,
        query: queryOf(request),
        headers: headersOf(request.headers),
        body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
        signal,
      };
      try {
        const answer = await handle(asked);
        if (!('events' in answer)) return await send(reply, answer);
        reply.hijack();
        streamEvents(reply.raw, answer, closing.signal, onBug);
        return reply;
      } catch (error) {
        if (!isLate()) throw error;
        throw new HttpError(
          504,
          `The answer must be made in ${limits.requestSeconds} s. Ask for less.`,
        );
      } finally {
        release();
      }
    },
  });
}

/** Raised when the client goes, the time is over or the server ends; to be released when the answer is made. */
function requestSignal(
  reply: FastifyReply,
  { requestSeconds }: LimitsConfig,
  killing: AbortSignal,
) {
  const controller = new AbortController();
  let late = false;
  const abort = (): void => controller.abort();
  const clock = setTimeout(() => {
    late = true;
    abort();
  }, requestSeconds * 1000);
  reply.raw.once('close', abort);
  killing.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    isLate: () => late,
    release: () => {
      clearTimeout(clock);
      killing.removeEventListener('abort', abort);
    },
  };
}

function send(reply: FastifyReply, { status = 200, type, body, headers }: Answer): FastifyReply {
  if (headers) void reply.headers({ ...headers });
  const isText = typeof body === 'string';
  const content = isText ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return reply
    .code(status)
    .type(isText ? `${type}; charset=utf-8` : type)
    .send(content);
}

/** Answers with a sentence; of a bug with no more than that there was one. */
function sendError(
  reply: FastifyReply,
  error: unknown,
  onBug?: (error: unknown) => void,
): FastifyReply {
  const { status, message, headers } = describeError(error, onBug);
  void reply.headers(SECURITY_HEADERS);
  return send(reply, { ...jsonAnswer({ error: message }, status), headers });
}

function describeError(error: unknown, onBug?: (error: unknown) => void) {
  if (error instanceof HttpError) return error;
  if (isUserError(error)) return new HttpError(400, error.message);
  if (error instanceof StoppedError) return new HttpError(503, error.message);
  // what the library finds wrong with a request comes with a status below 500
  const { statusCode = 500, message } = Object(error) as Partial<FastifyError>;
  if (statusCode === 413) return new HttpError(413, `The body must be smaller (${message}).`);
  if (statusCode < 500 && message !== undefined) return new HttpError(statusCode, `${message}.`);
  onBug?.(error);
  return new HttpError(500, 'The server has a fault, which its log describes.');
}

/** Stops in order: streams of events at once, answers under way when they are made or the time is over. */
async function stopApp(
  app: FastifyInstance,
  { closing, killing }: Ending,
  seconds: number,
): Promise<void> {
  closing.abort();
  const clock = setTimeout(() => {
    killing.abort();
    app.server.closeAllConnections();
  }, seconds * 1000);
  // a connection that falls idle now would be kept for further requests
  const idle = setInterval(() => app.server.closeIdleConnections(), 50);
  await app.close().finally(() => {
    clearTimeout(clock);
    clearInterval(idle);
  });
}

/** The path of a request as it was asked for. */
function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0];
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(url.split('?').slice(1).join('?'));
}

function headersOf(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  const given = Object.entries(headers);
  return Object.fromEntries(given.map(([name, value]) => [name, value?.toString()]));
}

function describeListen({ host, port }: ListenConfig, error: unknown): string {
  const { code, message } = Object(error) as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} must be free, but it is in use.`;
  if (code === 'EACCES') return `Port ${port} of ${host} must be one that this user may open.`;
  return `${host}:${port} must be an address of this machine, got an error (${message}).`;
}
