/** What an export format is. */
import { join } from 'node:path';
import { writeFileAtomic } from '@anodec/files';
import type { TrainedRun } from '@anodec/pipeline';

/** What a format makes of a run. */
export interface ExportContent {
  /** Contents by file name. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What the files leave out or need, a sentence each. */
  readonly notes: readonly string[];
}

/** A form in which a trained model is used elsewhere. */
export interface ExportFormat {
  /** What it is for, as a phrase. */
  readonly purpose: string;
  /** @throws ConfigError when the run has a part that the format cannot hold */
  make(trained: TrainedRun): ExportContent | Promise<ExportContent>;
}

/** Files of an export, as they were written. */
export interface ExportedFiles {
  readonly paths: readonly string[];
  readonly notes: readonly string[];
}

/** Writes the files of a format into a folder, each in one step. */
export async function writeExport(
  folder: string,
  { files, notes }: ExportContent,
): Promise<ExportedFiles> {
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await writeFileAtomic(path, content);
    paths.push(path);
  }
  return { paths, notes };
}
