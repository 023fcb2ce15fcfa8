/** Two small tables of a made-up machine, for readers without tables at hand. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, DataError, formatTime } from '@anodec/core';
import { errorCode, writeFileAtomic } from '@anodec/files';

const ROWS = 3000;
const COLUMNS = ['level', 'inflow', 'outflow', 'pump', 'pressure', 'temperature'];
const START = Date.UTC(2024, 0, 1);
const PERIOD = 10_000;

/** Rows of the test table in which something is wrong, and what. */
const FAULTS = [
  { from: 900, to: 1000, change: { pressure: 1.2 } },
  { from: 1900, to: 2040, change: { outflow: -0.5 } },
] as const;

/**
 * Writes `normal.csv` and `test.csv`: a tank with a pump, a row every ten seconds; in the test table the pressure
 * rises and the outflow sinks for a while, marked in the column `label`. They are the same each time.
 *
 * @param folder is made where it is missing
 * @throws DataError when there is another file of one of these names
 */
export async function exampleTables(
  folder: string,
): Promise<{ readonly train: string; readonly test: string }> {
  await mkdir(folder, { recursive: true });
  const [train, test] = [join(folder, 'normal.csv'), join(folder, 'test.csv')];
  const texts = [
    [train, tableText(1, false)],
    [test, tableText(2, true)],
  ] as const;
  for (const [path, text] of texts) await checkReplaceable(path, text);
  for (const [path, text] of texts) await writeFileAtomic(path, text);
  return { train, test };
}

async function checkReplaceable(path: string, text: string): Promise<void> {
  const present = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return text;
    throw error;
  });
  if (present === text) return;
  throw new DataError(
    `${path} must be the example table or absent, got another file. Move it away, or name another folder.`,
  );
}

function tableText(seed: number, isTest: boolean): string {
  const random = createRandom(seed).stream('example');
  const noise = (size: number): number => size * random.normal();
  const lines = [['time', ...COLUMNS, ...(isTest ? ['label'] : [])].join(',')];
  let [level, pump] = [2, 0];
  for (let t = 0; t < ROWS; t++) {
    if (level > 3) pump = 1;
    if (level < 1) pump = 0;
    const inflow = 0.8 + 0.1 * Math.sin(t / 200) + noise(0.02);
    const outflow = pump === 1 ? 1.6 + noise(0.02) : 0;
    level += (inflow - outflow) / 100;
    const fault = isTest ? FAULTS.find(({ from, to }) => t >= from && t < to) : undefined;
    const row: Record<string, number> = {
      level: level + noise(0.005),
      inflow,
      outflow,
      pump,
      pressure: 1 + 0.5 * level + noise(0.01),
      temperature: 20 + 2 * Math.sin(t / 700) + noise(0.05),
    };
    for (const [name, by] of Object.entries(fault?.change ?? {})) row[name] += by;
    const cells = COLUMNS.map((name) => row[name].toFixed(4));
    if (isTest) cells.push(fault ? '1' : '0');
    lines.push([formatTime(START + t * PERIOD), ...cells].join(','));
  }
  return `${lines.join('\n')}\n`;
}
