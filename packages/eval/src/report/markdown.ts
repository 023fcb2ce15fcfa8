/** The report as Markdown, for reading beside the code. */
import { findings } from './summary.js';
import type { Fact, EvaluationReport } from './report.js';
import {
  alarmTable,
  attackTable,
  detectorTable,
  longestTable,
  mutedTable,
  type Table,
} from './tables.js';

/** Renders the whole report. */
export function renderMarkdown(report: EvaluationReport): string {
  const { clock, results } = report;
  const [model] = results;
  const { attacks, alarms, traceless } = model.evaluation;
  const parts = [
    `# ${report.title}`,
    findings(report)
      .map((sentence) => `- ${escapeMarkdown(sentence)}`)
      .join('\n'),
    section('Detectors side by side', detectorTable(report)),
    section('Alarms', alarmTable(alarms, model.threshold.value, clock)),
    section('Attacks', attackTable(attacks, clock)),
    section('Attacks known to leave no trace', attackTable(traceless, clock)),
    section('With and without the longest attack', longestTable(report)),
    section('Errors that stayed high for hours', mutedTable(model, clock)),
    section('Data', factTable(report.data)),
    section('Run', factTable(report.run)),
    `## Settings\n\n\`\`\`json\n${JSON.stringify(report.settings, null, 2)}\n\`\`\``,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function section(title: string, table: Table): string {
  return table.rows.length === 0 ? '' : `## ${title}\n\n${markdownTable(table)}`;
}

function factTable(facts: readonly Fact[]): Table {
  return { columns: ['What', 'Value'], rows: facts.map(({ name, value }) => [name, value]) };
}

function markdownTable({ columns, rows }: Table): string {
  const rule = `|${columns.map(() => ' --- ').join('|')}|`;
  return [markdownRow(columns), rule, ...rows.map(markdownRow)].join('\n');
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
}

/** Keeps names from files out of the table's syntax. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\|`*_<>]/g, (sign) => `\\${sign}`).replaceAll(/\s*\n\s*/g, ' ');
}
