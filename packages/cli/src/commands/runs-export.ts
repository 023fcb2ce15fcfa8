/** `anodec runs export`. */
import { ExportConfig, exportRun } from '@anodec/export';
import { openRun, RunChoice } from '@anodec/pipeline';
import { defineCommand } from '../command.js';

export const runsExport = defineCommand({
  details:
    'The files hold the primary detector with all that scoring needs; they are written into export/FORMAT of the ' +
    'run directory, or into --out. What a form leaves out is said below the files. A run with a part that a ' +
    'form cannot hold is refused.',
  sections: { choice: RunChoice, export: ExportConfig },
  examples: [
    ['anodec runs export 3', 'the scorer of run 3 as ONNX'],
    ['anodec runs export 3 --format safetensors', 'its network for PyTorch'],
    ['anodec runs export 3 --format web --out page', 'a page that scores tables with it'],
  ],
  async run({ choice, export: asked }, { print }) {
    const trained = await openRun(choice.run, { logs: choice.logs });
    const { paths, notes } = await exportRun(trained, asked);
    for (const path of paths) print(path);
    for (const note of notes) print(note);
  },
});
