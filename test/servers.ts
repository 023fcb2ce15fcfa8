/** Real brokers and servers for tests, started on a free port; absent where they are not installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

async function startServer(
  program: string,
  argumentsFor: (folder: string, port: number) => readonly string[],
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-server-'));
  const port = await freePort();
  const args = argumentsFor(folder, port);
  let child = await start(program, args, port);
  return {
    port,
    async restart() {
      await end(child, 'SIGTERM');
      child = await start(program, args, port);
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
): Promise<ChildProcess> {
  const { PATH = '' } = process.env;
  const env = { ...process.env, PATH: `${PATH}:/usr/sbin` };
  const child = spawn(program, args, { stdio: 'ignore', env });
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

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There must be a port.');
  return address.port;
}
