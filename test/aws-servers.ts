/** Servers that speak as S3 and DynamoDB do, within the process of a test, and the keys that they take. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dynalite from 'dynalite';
import S3rver from 's3rver';

/** Keys of the test server; the second one is a secret that must occur nowhere. */
export const KEYS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

/** A server at an address. */
export interface AwsServer {
  readonly endpoint: string;
  /** Ends the server, and starts another one with the same contents on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server of objects with one bucket. */
export async function startS3(bucket: string): Promise<AwsServer> {
  const directory = mkdtempSync(join(tmpdir(), 'anodec-s3-'));
  const options = { address: '127.0.0.1', silent: true, directory };
  const start = async (port: number) => {
    const buckets = port === 0 ? [{ name: bucket }] : []; // they stay in the folder
    const started = new S3rver({ ...options, port, configureBuckets: buckets });
    const address = await started.run();
    return { server: started, port: address.port };
  };
  const first = await start(0);
  let { server } = first;
  return {
    endpoint: `http://127.0.0.1:${first.port}`,
    async restart() {
      await server.close();
      ({ server } = await start(first.port));
    },
    async stop() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Starts a server of tables, empty at first. */
export async function startDynamo(): Promise<Pick<AwsServer, 'endpoint' | 'stop'>> {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Sets variables of the environment, and puts them back. */
export function withEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
