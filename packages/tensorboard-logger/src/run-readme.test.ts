/** The programs of the README run on the built package, and leave behind what they say. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readRecords } from './testing/read-event-file.js';

const here = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(here, 'README.md'), 'utf8');
const programs = [...readme.matchAll(/```js\n([\s\S]+?)```/g)].map(([, program]) => program);

test('every program runs and writes events', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tensorboard-logger-readme-'));
  try {
    expect(programs.length).toBeGreaterThan(8);
    // one process for all: each program is a module of its own
    const modules = programs.map(
      (program) => `data:text/javascript,${encodeURIComponent(withImports(program))}`,
    );
    const all = modules.map((url) => `await import(${JSON.stringify(url)});`).join('\n');
    execFileSync(process.execPath, ['--input-type=module', '-e', all], { cwd: folder });
    const runs = readdirSync(join(folder, 'logs'));
    const named = [...readme.matchAll(/createEventWriter\('logs\/(\w+)'/g)].map(([, run]) => run);
    expect(runs).toEqual(expect.arrayContaining([...new Set(named), 'rate_0.001', 'rate_0.004']));
    for (const run of runs) {
      const files = readdirSync(join(folder, 'logs', run)).filter((name) =>
        name.includes('tfevents'),
      );
      const records = files.flatMap((name) => readRecords(join(folder, 'logs', run, name)));
      expect([run, records.length > (run === 'codes' ? 0 : 1)]).toEqual([run, true]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Modules of a data URL have no folder to resolve a package from. */
function withImports(program: string): string {
  return program.replace("'tensorboard-logger'", JSON.stringify(`file://${here}dist/index.js`));
}

test('the table of kinds names every method that writes, and no other', () => {
  const rows = [...readme.matchAll(/^\|[^|]+\| (`.+?`) \|/gm)].map(([, names]) => names);
  const named = rows.flatMap((names) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const source = readFileSync(join(here, 'src/event-writer.ts'), 'utf8');
  const [, methods] = /export interface EventWriter \{([\s\S]+?)^\}/m.exec(source) ?? ['', ''];
  const written = [...methods.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
  const writing = written.filter((name) => name !== 'flush' && name !== 'close');
  expect(named.sort()).toEqual([...writing, 'addEmbedding'].sort());
});
