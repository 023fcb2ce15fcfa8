/** The programs in the README run on the built package, on two small tables, and print what stands there. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const programs = [...readme.matchAll(/```js\n([\s\S]+?)```/g)].map(([, program]) => program);

let folder: string;

/** Three waves, a row a minute; rows 100 to 119 of the test table are under attack. */
function writeTable(
  name: string,
  rows: number,
  from: number,
  attack?: readonly [number, number],
): void {
  const lines = Array.from({ length: rows }, (_, i) => {
    const t = from + i;
    const attacked = attack !== undefined && i >= attack[0] && i < attack[1];
    const readings = [Math.sin(t / 7) + (attacked ? 3 : 0), Math.cos(t / 11), Math.sin(t / 5 + 1)];
    const time = new Date(Date.UTC(2024, 0, 1) + t * 60_000).toISOString();
    const cells = [time, ...readings.map((value) => value.toFixed(5))];
    return [...cells, ...(attack ? [Number(attacked)] : [])].join(',');
  });
  const head = `time,A,B,C${attack ? ',label' : ''}`;
  writeFileSync(join(folder, name), `${head}\n${lines.join('\n')}\n`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-readme-'));
  writeTable('train.csv', 300, 0);
  writeTable('test.csv', 200, 400, [100, 120]);
  mkdirSync(join(folder, 'node_modules/@anodec'), { recursive: true });
  const here = fileURLToPath(new URL('..', import.meta.url));
  symlinkSync(here, join(folder, 'node_modules/@anodec/pipeline'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// in their order: the second scores with the run of the first
test.each(programs.map((program) => [program]))(
  'prints what stands behind its arrows',
  (program) => {
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      encoding: 'utf8',
    });
    const expected = [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
    expect(expected.length).toBeGreaterThan(0);
    expect(printed.trim().split('\n')).toEqual(expected);
  },
);
