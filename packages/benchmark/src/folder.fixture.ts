/** A folder of two small data sets, made for tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is removed afterwards. */
export interface DataFolder {
  readonly path: string;
  /** Writes a file below it. */
  write(name: string, text: string): void;
  remove(): void;
}

/** Two pairs of tables of three waves in the folder `plants`, with an anomaly in rows 100 to 119. */
export function createDataFolder(): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'anodec-benchmark-'));
  const folder: DataFolder = {
    path,
    write(name, text) {
      mkdirSync(join(path, name, '..'), { recursive: true });
      writeFileSync(join(path, name), text);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, phase] of [
    ['one', 0],
    ['two', 1],
  ] as const) {
    folder.write(`data/plants/${name}_train.csv`, wavesTable(400, phase));
    folder.write(`data/plants/${name}_test.csv`, wavesTable(200, phase, [100, 120]));
  }
  return folder;
}

/** A table of three waves, one of them higher in the labelled rows. */
export function wavesTable(
  rows: number,
  phase: number,
  attack?: readonly [number, number],
): string {
  const lines = Array.from({ length: rows }, (_, t) => {
    const attacked = attack !== undefined && t >= attack[0] && t < attack[1];
    const waves = [
      Math.sin(t / 7 + phase) + (attacked ? 3 : 0),
      Math.cos(t / 11),
      Math.sin(t / 5 + 1),
    ];
    const cells = waves.map((value) => value.toFixed(5));
    return [...cells, ...(attack ? [Number(attacked)] : [])].join(',');
  });
  return `A,B,C${attack ? ',label' : ''}\n${lines.join('\n')}\n`;
}
