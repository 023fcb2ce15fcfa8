/** Random days of the networks of a device as a file and as pictures, each under its class and number. */
import { join } from 'node:path';
import { dayCurves, renderPng, renderSvg } from '@anodec/charts';
import { checkStopped, type Listeners, silentProgress } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import type { GeneratedDays } from '@anodec/gan';
import { shortest } from '../day-file.js';
import { SLOTS } from '../day-table.js';
import { HIGHEST } from './day-plots.js';

/**
 * Writes `label:<class> num:<number>` and 120 values in each line, no line of names, as the original program did.
 *
 * @throws DataError when the file cannot be written
 */
export async function writeGeneratedDays(path: string, generated: GeneratedDays): Promise<void> {
  const { days, labels, numbers } = generated;
  const lines = Array.from(labels, (label, n) => {
    const values = Array.from(days.subarray(n * SLOTS, (n + 1) * SLOTS), shortest);
    return `label:${label} num:${numbers[n]},${values.join(',')}\n`;
  });
  await writeFileAtomic(path, lines.join(''));
}

/**
 * Draws each day into `class<class>-<number>.png` or `.svg`, all to the same height.
 *
 * @returns paths, in the order of the days
 * @throws StoppedError on an abort; what was drawn before stays
 */
export async function plotGeneratedDays(
  folder: string,
  device: string,
  generated: GeneratedDays,
  format: 'png' | 'svg',
  { signal, progress = silentProgress }: Listeners = {},
): Promise<string[]> {
  const { days, labels, numbers } = generated;
  const highest = days.reduce((max, value) => Math.max(max, value), HIGHEST);
  const paths: string[] = [];
  progress.begin(`Drawing days of ${device}`, labels.length, 'days');
  try {
    for (const [n, label] of labels.entries()) {
      checkStopped(signal, 'drawing days');
      const values = days.subarray(n * SLOTS, (n + 1) * SLOTS);
      const title = `${device}, generated, class ${label}, number ${numbers[n]}`;
      const svg = await renderSvg(
        dayCurves({ title, y: 'Power', highest, curves: [{ name: 'generated', values }] }),
      );
      const path = join(folder, `class${label}-${numbers[n]}.${format}`);
      await writeFileAtomic(path, format === 'svg' ? svg : await renderPng(svg, 1));
      paths.push(path);
      progress.update(n + 1);
    }
  } finally {
    progress.end();
  }
  return paths;
}
