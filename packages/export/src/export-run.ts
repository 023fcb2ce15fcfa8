/** Writes the trained model of a run in a form that is used elsewhere. */
import { join } from 'node:path';
import type { TrainedRun } from '@anodec/pipeline';
import { z } from 'zod';
import { type ExportedFiles, writeExport } from './format.js';
import { exportFormatNames, exportFormats } from './registry.js';

/** Which form, and where to. */
export const ExportConfig = z.strictObject({
  format: z
    .enum(exportFormatNames)
    .default('onnx')
    .describe(
      `Form of the model: ${exportFormatNames.map((name) => `${name} = ${exportFormats[name].purpose}`).join(', ')}`,
    ),
  out: z
    .string()
    .optional()
    .describe('Folder of the files (default: export/FORMAT in the run directory)'),
});

export type ExportConfig = z.output<typeof ExportConfig>;

/**
 * Writes the primary detector of a run with all that scoring needs.
 *
 * @throws ConfigError when the run has a part that the format cannot hold
 * @throws DataError when the folder cannot be written to
 */
export async function exportRun(
  trained: TrainedRun,
  { format, out }: ExportConfig,
): Promise<ExportedFiles & { readonly folder: string }> {
  const folder = out ?? join(trained.run.path, 'export', format);
  const content = await exportFormats[format].make(trained);
  return { folder, ...(await writeExport(folder, content)) };
}
