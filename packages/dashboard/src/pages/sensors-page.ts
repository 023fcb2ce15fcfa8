/** Readings of a few sensors against earlier ones: the page of the original lab application. */
import { basename } from 'node:path';
import { escapeHtml, htmlNote, htmlSection } from '@anodec/charts';
import { sensorModels } from '@anodec/pipeline';
import type { SensorTables } from '../sensors/sensor-store.js';
import { dashboardPage } from './layout.js';

const START =
  'Start the dashboard with a table of earlier readings and one of new ones: npx anodec dashboard --historic earlier.csv --live new.csv';

/** The page; what it shows comes with the script. */
export function sensorsPage({ historic, live }: SensorTables): string {
  if (historic === undefined || live === undefined) {
    return dashboardPage({ title: 'Anomaly Detection', place: '/sensors', body: htmlNote(START) });
  }
  return dashboardPage({
    title: 'Anomaly Detection',
    subtitle: `${basename(live)}, against ${basename(historic)}`,
    place: '/sensors',
    body: [
      controls(),
      '<div id="sensors"></div>',
      htmlSection('Live readings', READINGS),
      htmlSection(
        'Readings over time',
        '<figure id="sensor-line" role="img" aria-label="The chosen metric over time"></figure>',
      ),
      htmlSection('Anomalous Points', '<p id="sensor-counts"></p>'),
      htmlSection(
        'Anomalous Datapoints',
        '<figure id="sensor-points" role="img" aria-label="The chosen metric over time, anomalous rows as points"></figure>',
        ANOMALIES,
        '<p><button type="button" id="sensor-csv">Save the anomalous rows as CSV</button></p>',
      ),
    ].join('\n'),
  });
}

function controls(): string {
  const models = Object.entries(sensorModels).map(
    ([name, { title }]) => `<option value="${escapeHtml(name)}">${escapeHtml(title)}</option>`,
  );
  return `<form class="controls" id="sensor-controls">
<label>Select the machine-learning model <select id="sensor-model">${models.join('')}</select></label>
<label for="contamination">Set the contamination</label>
<input type="range" id="contamination" min="0.01" max="0.05" step="0.001" value="0.05"> <output id="contamination-value" for="contamination"></output>
<label>Select the metric <select id="sensor-metric"></select></label>
</form>
<p class="soft" id="sensor-about"></p>`;
}

const READINGS = `<div class="wide tight"><table id="sensor-rows"><caption class="hidden">The last readings, newest first</caption>
<thead></thead><tbody></tbody></table></div>`;

const ANOMALIES = `<div class="wide tight"><table id="sensor-anomalies"><caption class="hidden">Anomalous rows, newest first</caption>
<thead></thead><tbody></tbody></table></div>`;
