/** A run of a detector that is trained in a moment, and a table to score. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareTables, trainRun } from '@anodec/pipeline';

/** A folder with tables, and runs that are trained into it. */
export interface ExamplePlace {
  readonly folder: string;
  readonly logs: string;
  /** A table with a spike, of these rows. */
  table(rows: number): string;
  /** Trains a run. @returns its path */
  train(kind?: 'pca' | 'norm'): Promise<string>;
  remove(): void;
}

/** Two waves a minute apart as text; from row 50 to 59 the second stands still far off. */
function waves(rows: number, spike: boolean): string {
  const lines = Array.from({ length: rows }, (_, t) => {
    const time = new Date(Date.UTC(2024, 0, 1) + t * 60_000).toISOString();
    const b = spike && t >= 50 && t < 60 ? 4 : Math.cos(t / 11);
    return [time, Math.sin(t / 7).toFixed(5), b.toFixed(5)].join(',');
  });
  return `time,A,B\n${lines.join('\n')}\n`;
}

/** Makes the folder. */
export function examplePlace(): ExamplePlace {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-serve-test-'));
  const logs = join(folder, 'logs');
  const normal = join(folder, 'train.csv');
  writeFileSync(normal, waves(300, false));
  return {
    folder,
    logs,
    table: (rows) => waves(rows, true),
    async train(kind = 'norm') {
      const dataRoot = join(folder, 'data');
      const { paths } = await prepareTables({ normal, paths: { dataRoot, logs } });
      const { run } = await trainRun({ paths, detector: { kind } });
      return run.path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
