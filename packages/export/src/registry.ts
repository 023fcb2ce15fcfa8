/** Table of export formats. */
import { cardFormat } from './card-format.js';
import type { ExportFormat } from './format.js';
import { onnxFormat } from './onnx/onnx-format.js';
import { safetensorsFormat } from './torch/safetensors-format.js';
import { webFormat } from './web/web-format.js';

/** To add a format: one file, one line here. */
export const exportFormats = {
  onnx: onnxFormat,
  safetensors: safetensorsFormat,
  card: cardFormat,
  web: webFormat,
} satisfies Record<string, ExportFormat>;

/** The name of a format. */
export type ExportFormatName = keyof typeof exportFormats;

/** All names. */
export const exportFormatNames = Object.keys(exportFormats) as [
  ExportFormatName,
  ...ExportFormatName[],
];
