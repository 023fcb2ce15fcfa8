/** The originals' full size, through the built command: simulate, then convert three workbooks. */
import { join } from 'node:path';
import { timeCommand } from './timed-command.js';

/** Prints seconds and peak memory of each command. @throws Error when the command is not built */
export function benchFullSize(print: (line: string) => void, folder: string): void {
  print('Full size through the command: 496,800 + 495,000 + 449,919 rows × 53 columns');
  print(time('simulate --full', folder));
  print(time('data convert', folder));
}

function time(command: string, folder: string): string {
  const root = join(folder, 'full');
  const { seconds, peakBytes } = timeCommand(folder, [...command.split(' '), '--data-root', root]);
  return `  anodec ${command.padEnd(33)}${seconds.toFixed(1).padStart(6)} s   peak ${Math.round(peakBytes / 1e6)} MB`;
}
