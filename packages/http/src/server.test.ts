/** The server over a real socket: who may ask, how much, what a fault looks like, and how it stops. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { ConfigError } from '@anodec/core';
import { afterEach, describe, expect, test } from 'vitest';
import { jsonAnswer, readJson, type Route } from './answer.js';
import { type RunningServer, startServer } from './server.js';
import { LimitsConfig, ListenConfig } from './settings.js';

const routes: readonly Route[] = [
  { method: 'GET', path: '/', handle: () => jsonAnswer('home') },
  { method: 'GET', path: '/health', open: true, handle: () => jsonAnswer('well') },
  { method: 'GET', path: '/runs/:run', handle: ({ params }) => jsonAnswer(params) },
  { method: 'POST', path: '/echo', handle: (asked) => jsonAnswer(readJson(asked)) },
  {
    method: 'GET',
    path: '/wrong',
    handle: () => {
      throw new ConfigError('windowSize must be at least 1, got 0.');
    },
  },
  {
    method: 'GET',
    path: '/bug',
    handle: () => {
      throw new TypeError('secret detail');
    },
  },
  {
    method: 'GET',
    path: '/slow',
    handle: ({ signal }) =>
      new Promise((resolve, reject) => {
        const clock = setTimeout(() => resolve(jsonAnswer('done')), 400);
        signal.addEventListener('abort', () => {
          clearTimeout(clock);
          reject(new Error('given up'));
        });
      }),
  },
  {
    method: 'GET',
    path: '/events',
    handle: () => ({ events: (send) => send('row', { score: NaN }) }),
  },
  {
    method: 'GET',
    path: '/events-at-fault',
    handle: () => ({
      events: () => {
        throw new TypeError('secret detail of events');
      },
    }),
  },
];

const TOKEN = 'a token of some length';
const servers: RunningServer[] = [];
const bugs: unknown[] = [];

async function start(listen: object = {}, limits: object = {}): Promise<RunningServer> {
  const server = await startServer({
    listen: ListenConfig.parse({ port: 0, ...listen }),
    limits: LimitsConfig.parse(limits),
    routes,
    onBug: (error) => bugs.push(error),
  });
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(0);
});

/** A request whose Host can be chosen, which fetch does not allow. */
function ask(
  { port }: RunningServer,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, path, headers, method, host: '127.0.0.1' }, (answer) => {
      let body = '';
      answer.on('data', (piece: Buffer) => (body += piece.toString()));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** What comes back for raw bytes, until the server closes the connection. */
function raw({ port }: RunningServer, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let back = '';
    socket.on('data', (piece) => (back += piece.toString()));
    socket.on('error', () => resolve(back));
    socket.on('close', () => resolve(back));
  });
}

describe('who may ask', () => {
  test('without a token, this machine by its own names alone', async () => {
    const server = await start();
    expect((await ask(server, '/')).status).toBe(200);
    expect((await ask(server, '/', { host: `localhost:${server.port}` })).status).toBe(200);
    const foreign = await ask(server, '/', { host: 'rebound.example' });
    expect(foreign.status).toBe(403);
    expect(foreign.body).toContain('Host must be this machine, got \\"rebound.example\\"');
  });

  test('no page of another site by its own requests', async () => {
    const server = await start();
    const headers = { 'content-type': 'application/json' };
    const from = (origin: string) => ask(server, '/echo', { ...headers, origin }, 'POST');
    expect((await from('http://evil.example')).status).toBe(403);
    expect((await from('null')).status).toBe(403);
    expect((await from(`http://127.0.0.1:${server.port}`)).status).toBe(400); // an empty body
  });

  test('with a token, who has it: as a header, or as a cookie from the link', async () => {
    const server = await start({ token: TOKEN });
    expect((await ask(server, '/')).status).toBe(401);
    expect((await ask(server, '/nothing')).status).toBe(401);
    expect((await ask(server, '/', { authorization: 'Bearer another' })).status).toBe(401);
    expect((await ask(server, '/', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    const linked = await ask(server, `/runs/3?a=1&token=${encodeURIComponent(TOKEN)}`);
    expect([linked.status, linked.headers.location]).toEqual([303, '/runs/3?a=1']);
    const [cookie] = linked.headers['set-cookie'] as string[];
    expect(cookie).toContain('HttpOnly; SameSite=Strict');
    expect((await ask(server, '/', { cookie: cookie.split(';')[0] })).status).toBe(200);
    expect((await ask(server, '/', { cookie: 'anodec_token=%zz' })).status).toBe(401);
    expect((await ask(server, '/health')).status).toBe(200);
  });

  test('never leads to another machine with the token of a link', async () => {
    const server = await start({ token: TOKEN });
    const query = `?token=${encodeURIComponent(TOKEN)}`;
    for (const path of ['//evil.example/', '/\\evil.example/', '/%2f/evil.example']) {
      const { status, headers } = await ask(server, path + query);
      expect([path, status, headers.location]).toEqual([path, 404, undefined]);
    }
  });

  test('a token that is too short is refused without being repeated', async () => {
    const short = start({ token: 'secret' });
    await expect(short).rejects.toThrow('`token` must have 16 characters or more, got 6.');
    await expect(short).rejects.not.toThrow('secret');
  });

  test('beyond this machine a token is made up', async () => {
    const server = await start({ host: '0.0.0.0' });
    expect(server.token).toHaveLength(32);
    expect(server.link).toContain(`?token=${server.token}`);
    expect((await ask(server, '/')).status).toBe(401);
  });
});

describe('faults', () => {
  test('are a sentence where the caller can mend them, and no detail where it is a bug', async () => {
    const server = await start();
    const wrong = await ask(server, '/wrong');
    expect([wrong.status, JSON.parse(wrong.body)]).toEqual([
      400,
      { error: 'windowSize must be at least 1, got 0.' },
    ]);
    const bug = await ask(server, '/bug');
    expect(bug.status).toBe(500);
    expect(bug.body).not.toContain('secret');
    expect(String(bugs.at(-1))).toContain('secret detail');
    expect((await ask(server, '/runs/%zz')).status).toBe(400);
    expect((await ask(server, '/nothing')).status).toBe(404);
    expect((await ask(server, '/', {}, 'DELETE')).status).toBe(404);
  });

  test('of events end them, and are known to the log alone', async () => {
    const server = await start();
    const { status, body } = await ask(server, '/events-at-fault');
    expect([status, body]).toEqual([200, 'retry: 2000\n\n']);
    expect(String(bugs.at(-1))).toContain('secret detail of events');
  });

  test('carry the headers that keep pages to themselves, as every answer does', async () => {
    const server = await start();
    for (const path of ['/', '/wrong', '/nothing', '/runs/%zz', '/health']) {
      const { headers } = await ask(server, path);
      expect([path, headers['x-content-type-options']]).toEqual([path, 'nosniff']);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    }
  });

  test('of a body are told apart: no JSON, no content type, too large', async () => {
    const server = await start({}, { bodyMegabytes: 0.001 });
    const post = (body: string, type = 'application/json') =>
      fetch(`${server.url}/echo`, { method: 'POST', body, headers: { 'content-type': type } });
    expect(await (await post('{"a":1}')).json()).toEqual({ a: 1 });
    expect((await post('{')).status).toBe(400);
    expect((await post('{}', 'text/csv')).status).toBe(415);
    expect((await post('x'.repeat(2000))).status).toBe(413);
  });
});

describe('limits', () => {
  test('end a request that takes too long to be answered', async () => {
    const server = await start({}, { requestSeconds: 0.1 });
    const { status, body } = await ask(server, '/slow');
    expect([status, JSON.parse(body)]).toEqual([
      504,
      { error: 'The answer must be made in 0.1 s. Ask for less.' },
    ]);
  });

  test('end a client that sends its request too slowly', async () => {
    const server = await start({}, { requestSeconds: 0.3 });
    const began = performance.now();
    await raw(server, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    await raw(
      server,
      'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('answer nonsense with a fault of the caller', async () => {
    const server = await start();
    expect(await raw(server, 'nonsense\r\n\r\n')).toContain('400 Bad Request');
    const large = `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await raw(server, large)).toContain('431');
    expect((await ask(server, '/')).status).toBe(200);
  });
});

describe('stopping', () => {
  test('lets an answer under way finish, and ends streams of events', async () => {
    const server = await start();
    const slow = ask(server, '/slow');
    const events = fetch(`${server.url}/events`).then((answer) => answer.text());
    await new Promise((resolve) => setTimeout(resolve, 150));
    await server.stop();
    expect((await slow).body).toBe('"done"\n');
    expect(await events).toContain('event: row\ndata: {"score":null}\n');
    await expect(ask(server, '/')).rejects.toThrow(/ECONNREFUSED|socket hang up/);
  });

  test('ends what is not finished in its time', async () => {
    const server = await start();
    const slow = ask(server, '/slow');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    await Promise.all([expect(slow).rejects.toThrow('socket hang up'), server.stop(0.05)]);
    expect(performance.now() - began).toBeLessThan(350);
  });

  test('says which port is taken', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 must be free, but it is in use. Choose another with --port or --host.`,
    );
  });
});
