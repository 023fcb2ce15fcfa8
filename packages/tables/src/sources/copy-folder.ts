/** Temporary folders for copies of tables, which go with the process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;

/** Makes a folder, removed when the process ends. */
export function makeCopyFolder(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'anodec-table-'));
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return mkdtempSync(join(folder, 'copy-'));
}
