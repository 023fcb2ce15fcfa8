/** A table that is chosen, scored with the model of a run. */
import { escapeHtml, htmlNote, htmlSection } from '@anodec/charts';
import type { RunSummary } from '@anodec/runs';
import { dashboardPage } from './layout.js';

/** The page. @param runs those that have an artifact */
export function uploadPage(runs: readonly RunSummary[]): string {
  const body =
    runs.length === 0
      ? htmlNote('No run is trained yet. Train one with anodec train.')
      : [form(runs), RESULT].join('\n');
  return dashboardPage({
    title: 'Score a table',
    subtitle: 'With the channels of the run, in any order. The table is scored here and not kept.',
    place: '/score',
    body,
  });
}

function form(runs: readonly RunSummary[]): string {
  const options = runs.toReversed().map(({ version, detector = '', dataset = '' }) => {
    const text = [`version_${version}`, detector, dataset].filter(Boolean).join(', ');
    return `<option value="version_${version}">${escapeHtml(text)}</option>`;
  });
  return `<form class="controls" id="upload">
<label>Run <select id="upload-run">${options.join('')}</select></label>
<label>Table <input type="file" id="upload-file" accept=".csv,.txt,.tsv,.json,.parquet,.arrow" required></label>
<button>Score</button>
</form>`;
}

const RESULT = `<div id="upload-result" hidden><p id="upload-about"></p>
${htmlSection('Score', '<figure id="upload-chart" role="img" aria-label="Score and threshold over time; alarms are shaded"></figure>')}
${htmlSection('Alarms', '<div class="wide tight"><table id="upload-alarms"><caption class="hidden">Alarms</caption><thead></thead><tbody></tbody></table></div>')}
<p><button type="button" id="upload-csv">Save the scores of all rows as CSV</button></p></div>`;
