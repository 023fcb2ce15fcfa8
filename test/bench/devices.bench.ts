/**
 * The monthly and the daily job over many made-up appliances: time and memory, each command in a process of its own.
 *
 *     npm run bench -- devices [--devices 200] [--days 40] [--capacity 0.0625] [--iterations 20] [--score-steps 20] [--threads 1]
 *
 * Networks are small and learn shortly, so that what the jobs take beside the training can be measured for all devices;
 * the training itself is as many iterations of `npm run bench -- gan`. A tenth of the devices go first: memory that grows
 * with the devices shows by the two of them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAppliances } from '@anodec/simulator';
import { BIN } from '../anodec-command.js';

/** What a command took. */
interface Taken {
  readonly seconds: number;
  /** Of the processor, all threads together. */
  readonly computed: number;
  readonly peakBytes: number;
}

/** Prints time and memory of training, of training again and of detecting, for a tenth of the devices and for all. */
export async function bench(
  print: (line: string) => void,
  options: Readonly<Record<string, string>>,
): Promise<void> {
  const { devices = '200', days = '40', ...given } = options;
  const { capacity = '0.0625', iterations = '20', threads = '1' } = given;
  const { 'score-steps': scoreSteps = '20' } = given;
  print(
    `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.versions.node}, ${threads} threads, load ${loadavg()[0].toFixed(1)}; ` +
      `${days} days, capacity ${capacity}, ${iterations} iterations, ${scoreSteps} steps for the score of a day`,
  );
  const sizes = ['--capacity', capacity, '--iterations', iterations, '--score-steps', scoreSteps];
  const networks = [...sizes, '--threads', threads];
  for (const count of [Math.ceil(Number(devices) / 10), Number(devices)]) {
    const folder = mkdtempSync(join(tmpdir(), 'anodec-devices-bench-'));
    try {
      const made = { devices: count, days: Number(days), cleanDays: Number(days), anomalies: 0 };
      await writeAppliances(folder, { ...made, seed: 1 });
      const jobs: Readonly<Record<string, readonly string[]>> = {
        train: ['train', ...networks],
        'train, unchanged': ['train', ...networks],
        detect: ['detect', '--threads', threads],
      };
      for (const [name, words] of Object.entries(jobs)) {
        print(line(name, count, runCommand(folder, words)));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Writes what the process has used when it ends. */
const MEASURED = `data:text/javascript,
import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.ANODEC_BENCH_USAGE, JSON.stringify(process.resourceUsage())));`;

/** Runs a command about devices. @throws Error when it fails, for one device too */
function runCommand(folder: string, words: readonly string[]): Taken {
  const usage = join(folder, 'usage.json');
  const args = ['--import', MEASURED, BIN, 'devices', ...words, '--folder', folder];
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, ANODEC_BENCH_USAGE: usage },
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`devices ${words.join(' ')} ended with ${status}: ${stderr}`);
  const used = JSON.parse(readFileSync(usage, 'utf8')) as NodeJS.ResourceUsage;
  return {
    seconds,
    computed: (used.userCPUTime + used.systemCPUTime) / 1e6,
    peakBytes: used.maxRSS * 1024,
  };
}

function line(name: string, count: number, { seconds, computed, peakBytes }: Taken): string {
  return (
    `${name.padEnd(18)} ${String(count).padStart(4)} devices in ${seconds.toFixed(1).padStart(6)} s, ${computed.toFixed(1)} s of the processor ` +
    `(${((1000 * computed) / count).toFixed(0)} ms a device), ${(peakBytes / 2 ** 20).toFixed(0)} MiB at most`
  );
}
