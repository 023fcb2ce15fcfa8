/** Real brokers and servers for tests, started on a free port; absent where they are not installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A server that was started. */
export interface TestServer {
  readonly port: number;
  /** Ends the process, by force, and starts another one on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether a program is there; a test skips where it is not. */
export function isInstalled(program: string): boolean {
  const { PATH = '' } = process.env;
  const found = spawnSync(program, ['--help'], {
    env: { ...process.env, PATH: `${PATH}:/usr/sbin` },
  });
  return found.error === undefined;
}

/** Starts mosquitto, which keeps sessions over a restart, open to anyone on this machine. */
export function startMosquitto(): Promise<TestServer> {
  return startServer('mosquitto', (folder, port) => {
    const config = join(folder, 'mosquitto.conf');
    const lines = [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      `user ${userInfo().username}`, // started as root it would not write into a folder of root
      'persistence true',
      `persistence_location ${folder}/`,
      'autosave_interval 1',
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    return ['-c', config];
  });
}

/** Starts redis-server, which writes each command to disk. */
export function startRedis(): Promise<TestServer> {
  const durable = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
  return startServer('redis-server', (folder, port) =>
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder].concat(durable),
  );
}

/** Starts nats-server, which keeps streams over a restart and lets in whoever has the token. */
export function startNats(token: string): Promise<TestServer> {
  return startServer('nats-server', (folder, port) =>
    ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', folder].concat([
      '--auth',
      token,
    ]),
  );
}

/** Where Debian puts the programs of PostgreSQL; undefined where they are not. */
export const postgresFolder = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql')
      .map((version) => `/usr/lib/postgresql/${version}/bin`)
      .find((folder) => existsSync(join(folder, 'initdb')))
  : undefined;

/** Starts a PostgreSQL server of its own, of which `plant` is the user with this password. */
export async function startPostgres(password: string): Promise<TestServer> {
  const owner = unprivileged();
  const prepare = (folder: string, port: number): string[] => {
    if (owner) chownSync(folder, owner.uid, owner.gid);
    const secret = join(folder, 'password');
    writeFileSync(secret, password, { mode: 0o644 });
    const data = join(folder, 'data');
    const made = spawnSync(
      `${postgresFolder}/initdb`,
      ['-D', data, '-U', 'plant', '--pwfile', secret, '--auth', 'scram-sha-256', '--no-sync'],
      { ...owner, cwd: folder, env: { ...process.env, HOME: folder }, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`${made.stdout}${made.stderr}`);
    const options = [
      'listen_addresses=127.0.0.1',
      'fsync=off',
      `unix_socket_directories=${folder}`,
    ];
    return ['-D', data, '-p', String(port), ...options.flatMap((option) => ['-c', option])];
  };
  const server = await startServer(`${postgresFolder}/postgres`, prepare, owner);
  await postgresReady(server.port);
  return {
    ...server,
    async restart() {
      await server.restart();
      await postgresReady(server.port);
    },
  };
}

/** Waits until PostgreSQL takes queries, which is after it listens. */
async function postgresReady(port: number): Promise<void> {
  const args = ['-q', '-h', '127.0.0.1', '-p', String(port)];
  for (let tries = 0; tries < 300; tries++) {
    if (spawnSync(`${postgresFolder}/pg_isready`, args).status === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`PostgreSQL did not take queries on port ${port}.`);
}

/** User and group that a server runs as. */
interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Nobody, where the tests run as root, as whom some servers refuse to run. */
function unprivileged(): Owner | undefined {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
}

async function startServer(
  program: string,
  argumentsFor: (folder: string, port: number) => readonly string[],
  owner?: Owner,
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-server-'));
  const port = await freePort();
  const args = argumentsFor(folder, port);
  let child = await start(program, args, port, owner);
  return {
    port,
    async restart() {
      await end(child, 'SIGINT'); // PostgreSQL would wait for its clients after SIGTERM
      child = await start(program, args, port, owner);
    },
    async stop() {
      await end(child, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  program: string,
  args: readonly string[],
  port: number,
  owner?: Owner,
): Promise<ChildProcess> {
  const { PATH = '' } = process.env;
  const env = { ...process.env, PATH: `${PATH}:/usr/sbin` };
  const child = spawn(program, args, { stdio: 'ignore', env, ...owner });
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}.`);
    if (await isOpen(port)) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${program} did not listen on port ${port}.`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill(signal);
  await once(child, 'close');
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There must be a port.');
  return address.port;
}
