/** The originals' full size, through the built command: simulate, then convert three workbooks. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));

/** Tells at the end how much memory the process had at most. */
const PEAK =
  'data:text/javascript,' +
  'process.on("exit",()=>console.log(`peak ${process.resourceUsage().maxRSS}`))';

/** Prints seconds and peak memory of each command. @throws Error when the command is not built */
export function benchFullSize(print: (line: string) => void, folder: string): void {
  if (!existsSync(BIN)) throw new Error('The command is not built. Run npm run setup first.');
  print('Full size through the command: 496,800 + 495,000 + 449,919 rows × 53 columns');
  print(time('simulate --full', folder));
  print(time('data convert', folder));
}

function time(command: string, folder: string): string {
  const words = [...command.split(' '), '--data-root', join(folder, 'full')];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', PEAK, BIN, ...words],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`anodec ${command} ended with ${status}: ${stderr}`);
  const seconds = (performance.now() - start) / 1000;
  const peak = Number(/^peak (\d+)$/m.exec(stdout)?.[1]) * 1024;
  return `  anodec ${command.padEnd(33)}${seconds.toFixed(1).padStart(6)} s   peak ${Math.round(peak / 1e6)} MB`;
}
