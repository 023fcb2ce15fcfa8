/** Runs and a live scoring made of files alone, with texts that would be markup if they were not escaped. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRun, liveFiles, type LiveLine, type LiveRow, type Run } from '@anodec/runs';

/** A text that must be seen, and never be run. */
export const EVIL = '<img src=x onerror=alert(1)>';

/** A folder with two runs and a live scoring. */
export interface ExampleLogs {
  readonly logs: string;
  readonly runs: readonly Run[];
  /** Adds lines to the live scoring. */
  feed(...lines: readonly LiveLine[]): void;
  remove(): void;
}

/** A row of the live scoring, a second after the one before. */
export function exampleRow(row: number, score: number | null, alarm = false): LiveRow {
  const time = new Date(Date.UTC(2024, 0, 1) + row * 1000).toISOString();
  const sensors = [
    { name: 'LIT101', share: 0.7 },
    { name: EVIL, share: 0.2 },
  ];
  return { time, row, score, pValue: 0.5, threshold: 4, alarm, sensors };
}

/** Makes the folder. */
export async function exampleLogs(): Promise<ExampleLogs> {
  const logs = mkdtempSync(join(tmpdir(), 'anodec-dashboard-'));
  const runs = [await exampleRun(logs, 0.4), await exampleRun(logs, 0.3)];
  const { lines } = liveFiles(runs[1].liveFolder('plant'));
  mkdirSync(dirname(lines), { recursive: true });
  const feed = (...added: readonly LiveLine[]): void =>
    appendFileSync(lines, added.map((line) => `${JSON.stringify(line)}\n`).join(''));
  feed(...Array.from({ length: 60 }, (_, t) => exampleRow(t, t < 5 ? null : 1 + (t % 7) / 10)));
  const { time: start } = exampleRow(40, 9);
  feed({
    kind: 'alarm',
    state: 'end',
    alarm: 1,
    row: 45,
    start,
    end: exampleRow(44, 9).time,
    peak: { time: start, row: 40, score: 9 },
    mean: 8,
    sensors: [{ name: EVIL, share: 0.9 }],
  });
  return { logs, runs, feed, remove: () => rmSync(logs, { recursive: true, force: true }) };
}

async function exampleRun(logs: string, loss: number): Promise<Run> {
  const run = await createRun(logs);
  await run.writeSummary({
    detector: `LSTM autoencoder ${EVIL}`,
    dataset: EVIL,
    epochs: 3,
    bestValidationLoss: loss,
    attacks: 3,
    attacksCaught: 2,
    falseAlarmsPerDay: 0.5,
  });
  const metrics = await run.openMetrics(['epoch', 'train_loss', 'val_loss']);
  for (const epoch of [0, 1, 2]) {
    await metrics.append({ epoch, train_loss: loss + 1 / (epoch + 1), val_loss: loss });
  }
  const channels = [{ channel: EVIL, share: 1 }];
  const peak = { row: 7, time: Date.UTC(2024, 0, 2), value: 12.5 };
  const alarm = { start: peak.time, end: peak.time + 60_000, peak, mean: 9, channels };
  await run.writeAlarms({ alarms: [alarm] }, '');
  await run.writeReport({
    html: '<!doctype html><html lang="en"><title>Report</title><script>document.title = "ran"</script><p>All quiet.</p></html>',
    markdown: '',
    json: {},
  });
  await run.writeStatus('finished');
  return run;
}
