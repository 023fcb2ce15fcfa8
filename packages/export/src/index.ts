/** Trained models in the forms of other programs. */
export { ExportConfig, exportRun } from './export-run.js';
