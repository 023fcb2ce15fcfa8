/** The page of the service: its requests and artifacts, rendered from the OpenAPI document without a script. */
import { escapeHtml, htmlPage, htmlSection, htmlTable } from '@anodec/charts';
import type { DescribedArtifact } from './describe-artifact.js';

interface Operation {
  readonly summary: string;
  readonly description?: string;
}

/** The page, without its style, which is a file of its own. */
export function servicePage(
  document: Readonly<Record<string, unknown>>,
  artifacts: readonly DescribedArtifact[],
): string {
  const paths = Object.entries(document.paths as Record<string, Record<string, Operation>>);
  const requests = paths.flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { summary, description = '' }]) => [
      `${method.toUpperCase()} ${path}`,
      `${summary}. ${description}`,
    ]),
  );
  const served = artifacts.map(({ name, detector, channels, threshold, loaded, fault = '' }) => [
    name,
    detector,
    String(channels.length),
    threshold.toPrecision(4),
    loaded,
    fault,
  ]);
  const [first] = artifacts;
  const example = `curl -H 'Content-Type: text/csv' --data-binary @new.csv URL/artifacts/${first.name}/score`;
  return htmlPage({
    title: 'anodec serve',
    heading: 'anodec serve',
    subtitle: 'Scores tables with trained artifacts and raises alarms.',
    files: { style: '/style.css' },
    body: [
      htmlSection(
        'Artifacts',
        htmlTable({
          columns: ['Name', 'Detector', 'Channels', 'Threshold', 'Loaded', 'Fault'],
          rows: served,
        }),
      ),
      htmlSection('Requests', htmlTable({ columns: ['Request', 'What it does'], rows: requests })),
      htmlSection(
        'Example',
        `<pre>${escapeHtml(example)}</pre>`,
        '<p>The whole description for programs: <a href="/openapi.json">openapi.json</a>.</p>',
      ),
    ].join('\n'),
  });
}
