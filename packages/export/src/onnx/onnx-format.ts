/** The scorer as ONNX, with a Python program that runs it over a table. */
import type { ExportContent, ExportFormat } from '../format.js';
import { SCORE_TABLE } from './score-table.js';
import { onnxScorer } from './scorer.js';

/** ONNX. */
export const onnxFormat: ExportFormat = {
  purpose: 'raw readings to scores in one file for onnxruntime',
  make(run): ExportContent {
    const { bytes, leftOut } = onnxScorer(run);
    return {
      files: { 'scorer.onnx': bytes, 'score_table.py': SCORE_TABLE },
      notes: leftOut.map((sentence) => `Not in the file: ${sentence}`),
    };
  },
};
