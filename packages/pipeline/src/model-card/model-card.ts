/** The model card of a run: model-card.md, written when a training ends and again after an evaluation. */
import { parseEvaluationReport, sectionsMarkdown } from '@anodec/report';
import type { Run } from '@anodec/runs';
import { runFacts } from '../runs/facts.js';
import { loadTrainedRun, type TrainedRun } from '../runs/trained-run.js';
import { cardSections } from './card-sections.js';
import { primaryOf } from './primary.js';

/** The facts of a report that are about the report itself. */
const OF_REPORT = ['Evaluated with', 'Node'];

/**
 * The card of a finished run as Markdown.
 *
 * @throws ConfigError when the training of the run is not finished
 */
export async function modelCard(trained: TrainedRun): Promise<string> {
  const { run, settings } = trained;
  const primary = primaryOf(trained);
  const facts = (await runFacts(trained)).filter(({ name }) => !OF_REPORT.includes(name));
  const stored = await run.readReport();
  const report = stored === undefined ? undefined : parseEvaluationReport(stored, run.path);
  const title = `Model card: ${primary.title}, ${settings.paths.dataset}, ${nameOf(run)}`;
  const sections = cardSections({ trained, primary, facts, ...(report && { report }) });
  return `${sectionsMarkdown(title, sections)}\n${loadingText(run)}`;
}

/** Writes the card of a run into it. @returns its path */
export async function writeModelCard(run: Run): Promise<string> {
  return run.writeModelCard(await modelCard(await loadTrainedRun(run)));
}

function nameOf({ version, path }: Run): string {
  return version === undefined ? path : `version ${version}`;
}

/** Commands and a program, which Markdown shows as they are. */
function loadingText({ path }: Run): string {
  return [
    '## How to load it',
    '',
    'The run directory holds all that is needed: artifact.json, config.json and detectors.',
    '',
    '```',
    `npx anodec score --model ${path} --input new.csv --out scores.csv`,
    `npx anodec runs export ${path} --format onnx`,
    '```',
    '',
    '```ts',
    "import { openRun, scoreTable } from '@anodec/pipeline';",
    '',
    `const { detection } = await scoreTable(await openRun(${JSON.stringify(path)}), 'new.csv');`,
    '```',
    '',
  ].join('\n');
}
