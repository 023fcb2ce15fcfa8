/** Writes the table of a benchmark in every form into its results folder. */
import { join } from 'node:path';
import { writeFileAtomic, writeJsonFile } from '@anodec/files';
import { renderCsv, renderHtml, renderJson, renderMarkdown, renderPanel } from './render.js';
import type { BenchmarkResults } from './results.js';

/** @returns paths by ending @throws DataError when a file cannot be written */
export async function writeTables(
  benchmark: BenchmarkResults,
): Promise<Readonly<Record<string, string>>> {
  const path = (ending: string): string =>
    join(benchmark.settings.benchmark.results, `benchmark.${ending}`);
  await writeFileAtomic(path('csv'), renderCsv(benchmark));
  await writeFileAtomic(path('md'), renderMarkdown(benchmark));
  await writeFileAtomic(path('panel.md'), renderPanel(benchmark));
  await writeFileAtomic(path('html'), renderHtml(benchmark));
  await writeJsonFile(path('json'), renderJson(benchmark));
  return Object.fromEntries(
    ['html', 'md', 'panel.md', 'csv', 'json'].map((ending) => [ending, path(ending)]),
  );
}
