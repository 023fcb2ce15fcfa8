/** The container of the service, where no container engine runs: its file is linted and its commands are run as they are. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prepareTables, trainRun } from '@anodec/pipeline';
import type { JSONInstruction } from 'dockerfile-ast';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { container as file, CONTAINERFILE, copiedPaths, ROOT } from './container-context.js';
import { freePort } from './servers.js';
import { type Bench, createBench, tinySettings } from './trust/plant.js';

/** The words of an instruction in the form of a JSON list. */
function wordsOf(instruction: JSONInstruction): string[] {
  return instruction.getJSONStrings().map((word) => JSON.parse(word.getValue()) as string);
}

/** The command that the container runs. */
const command = [...file.getENTRYPOINTs().flatMap(wordsOf), ...file.getCMDs().flatMap(wordsOf)];

let bench: Bench;
beforeAll(async () => {
  bench = createBench();
  const { paths } = await prepareTables(bench.tables('plant'));
  await trainRun(tinySettings(paths, { kind: 'norm' }));
});
afterAll(() => bench.remove());

test('the file has no fault, runs as a user without rights, and opens the port of the service', () => {
  expect(validate(CONTAINERFILE, { instructionWorkdirRelative: ValidationSeverity.ERROR })).toEqual(
    [],
  );
  const users = file.getInstructions().filter((one) => one.getKeyword() === 'USER');
  expect(users.map((one) => one.getArgumentsContent())).toEqual(['node']);
  const ports = file.getInstructions().filter((one) => one.getKeyword() === 'EXPOSE');
  expect(ports.map((one) => one.getArgumentsContent())).toEqual(['8051']);
  // signals reach a command in the form of a list, and no shell around it
  expect(command.slice(0, 3)).toEqual(['node', 'packages/cli/dist/bin.js', 'serve']);
});

test('it copies what set-up builds from, all of which is there, and neither runs nor data', () => {
  const paths = copiedPaths();
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(paths).toContain('pnpm-lock.yaml');
  // in an empty folder the commands are run by npm run soak -- container, which takes minutes
  expect(paths.filter((path) => ['.', 'data', 'lightning_logs'].includes(path))).toEqual([]);
});

test('its command serves runs to whoever has the token, its health check says so, and SIGTERM ends it', async () => {
  const port = await freePort();
  const health = file.getHEALTHCHECKs()[0].getArgumentsContent() ?? '';
  const [, flag, program] = JSON.parse(health.slice(health.indexOf('['))) as string[];
  const check = () =>
    spawnSync(process.execPath, [flag, program.replace('8051', String(port))]).status;
  expect(program).toContain('127.0.0.1:8051/health');
  expect(check()).toBe(1);
  const words = command
    .slice(1)
    .map((word) => (word === '/runs' ? `${bench.path}/lightning_logs` : word));
  const token = 'a token of some length';
  const env = { ...process.env, ANODEC_TOKEN: token };
  const service = spawn(process.execPath, [...words, '--port', String(port)], { cwd: ROOT, env });
  const ended = once(service, 'close');
  try {
    await expect.poll(check, { timeout: 240_000, interval: 1000 }).toBe(0);
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.1:${port}/artifacts`, { headers })).status;
    expect([await ask({}), await ask({ authorization: `Bearer ${token}` })]).toEqual([401, 200]);
  } finally {
    service.kill('SIGTERM');
  }
  expect(await ended).toEqual([0, null]);
});
