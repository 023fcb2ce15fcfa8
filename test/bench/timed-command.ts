/** The built command in a process of its own, timed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));

/** Tells at the end how much memory the process had at most, and how long the processor worked for it. */
const USAGE =
  'data:text/javascript,' +
  'process.on("exit",()=>{const {maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();' +
  'console.log(`usage ${maxRSS} ${userCPUTime+systemCPUTime}`)})';

/** What a command took. */
export interface CommandUsage {
  readonly seconds: number;
  /** Of all its threads. */
  readonly processorSeconds: number;
  readonly peakBytes: number;
}

/**
 * Runs the command in a folder.
 *
 * @throws Error when it is not built, or fails
 */
export function timeCommand(cwd: string, words: readonly string[]): CommandUsage {
  if (!existsSync(BIN)) throw new Error('The command is not built. Run npm run setup first.');
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', USAGE, BIN, ...words],
    { cwd, encoding: 'utf8' },
  );
  if (status !== 0) {
    throw new Error(`anodec ${words.join(' ')} ended with ${status}: ${stderr || stdout}`);
  }
  const [, kilobytes, microseconds] = /^usage (\d+) (\d+)$/m.exec(stdout) ?? [];
  return {
    seconds: (performance.now() - start) / 1000,
    processorSeconds: Number(microseconds) / 1e6,
    peakBytes: Number(kilobytes) * 1024,
  };
}
