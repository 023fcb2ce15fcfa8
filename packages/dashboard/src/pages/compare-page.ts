/** Runs side by side: metrics, curves, and the settings and data in which they differ. */
import { htmlNote, htmlSection, htmlTable } from '@anodec/charts';
import type { StoryComparison } from '@anodec/tracking';
import { chartPlace } from './chart-place.js';
import { dashboardPage } from './layout.js';

/** The page. @param names of the runs in addresses */
export function comparePage(names: readonly string[], comparison: StoryComparison): string {
  const { metrics, settings, data } = comparison;
  const values = names.map((title) => ({ title, numeric: true }));
  const query = names.map((name) => `run=${encodeURIComponent(name)}`).join('&');
  return dashboardPage({
    title: 'Runs compared',
    subtitle: names.join(', '),
    place: '',
    body: [
      htmlSection(
        'Metrics',
        htmlTable({
          columns: ['Metric', ...values],
          rows: metrics
            .filter(({ brief }) => brief)
            .map(({ heading, cells }) => [heading, ...cells]),
        }),
        htmlNote(
          'Side by side, without a test of significance: npx anodec compare makes one, attack by attack.',
        ),
      ),
      htmlSection(
        'Training',
        chartPlace(`/api/curves?${query}`, 'Validation loss by epoch of each run'),
      ),
      htmlSection('Settings that differ', differences(names, settings)),
      htmlSection('Data that differ', differences(names, data)),
    ].join('\n'),
  });
}

function differences(names: readonly string[], found: StoryComparison['settings']): string {
  if (found.length === 0) return htmlNote('None.');
  const rows = found.map(({ name, values }) => [
    name,
    ...values.map((value) => JSON.stringify(value) ?? '–'),
  ]);
  return htmlTable({ columns: ['Name', ...names], rows });
}
