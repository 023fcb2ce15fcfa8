/** A run from its settings to its files, as lines for a terminal. */
import { countOf, formatDuration } from '@anodec/core';
import type { RunStory } from '@anodec/tracking';
import { formatBytes } from './format-bytes.js';
import { hintFlags } from './hint-flags.js';
import { textChart } from './text-chart.js';
import { textTable } from './text-table.js';

/** Files that are listed; what is smaller is summed up. */
const LISTED_FILES = 8;

/** Everything but the results, which come from the report. */
export function storyLines(story: RunStory, logs: string): string[] {
  return [
    `${story.path}  ${story.status}`,
    ...indent(textTable(factsOf(story, logs))),
    ...section(settingsHeading(story), settingLines(story)),
    ...section('Recordings', inputLines(story)),
    ...section('Training', curveLines(story)),
    ...section('Files', fileLines(story)),
    ...section('Faults', story.faults),
  ];
}

/** A value of a setting as it would be typed. */
export function showValue(value: unknown): string {
  if (value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${heading}:`, ...indent(lines)];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function factsOf(story: RunStory, logs: string): string[][] {
  const { summary, settingsId, created, made, computed } = story;
  const { packages = {} } = made ?? {};
  const facts: [string, string | undefined][] = [
    ['Detector', summary.detector],
    ['Data set', summary.dataset],
    ['Settings', settingsId],
    ['Created', created?.slice(0, 19).replace('T', ' ')],
    ['Took', made?.seconds === undefined ? undefined : formatDuration(made.seconds * 1000)],
    ['Ended', endingOf(story, logs)],
    ['Memory', made?.peakMemory === undefined ? undefined : formatBytes(made.peakMemory)],
    ['Command', made?.command],
    ['Folder', made?.folder],
    ['Code', made && `anodec ${made.version}${made.commit ? `, commit ${made.commit}` : ''}`],
    ['Node', made?.node],
    ['Packages', listOf(Object.entries(packages).map(([name, version]) => `${name} ${version}`))],
    [
      'Machine',
      made && `${made.machine.cpu}, ${made.machine.cores} cores, ${made.machine.platform}`,
    ],
    ['Backend', computed && `${computed.name}, ${computed.reason}`],
    ['Resumed from', story.resumedFrom],
    ['Resumed by', listOf(story.resumedBy)],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function listOf(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.join(', ');
}

/** How far it came, and what can be done where it did not end by itself. */
function endingOf({ status, summary, settings, version, path }: RunStory, logs: string) {
  const { epochs } = summary;
  const limit = settings?.['detector.maxEpochs'];
  const far = epochs === undefined ? '' : `, after epoch ${epochs} of at most ${showValue(limit)}`;
  const canResume = epochs !== undefined && ['stopped', 'crashed', 'failed'].includes(status);
  const which = `${version ?? path}${hintFlags({ logs })}`;
  return `${status}${far}${canResume ? `; npx anodec train --resume ${which} continues it` : ''}`;
}

function settingsHeading({ preset }: RunStory): string {
  return `Settings that differ from ${preset === undefined ? 'the defaults' : `those of preset ${preset}`}`;
}

function settingLines({ changed, settings }: RunStory): string[] {
  if (settings === undefined) return [];
  if (changed.length === 0) return ['none'];
  return textTable(
    changed.map((one) => [
      one.name,
      showValue(one.value),
      'default' in one ? `(default ${showValue(one.default)})` : '',
    ]),
  );
}

function inputLines({ inputs }: RunStory): string[] {
  return textTable(
    inputs.map(({ use, source, rows, sha256, labelsSha256 }) => [
      use,
      source,
      countOf(rows, 'row'),
      `sha256 ${sha256.slice(0, 16)}`,
      labelsSha256 === undefined ? '' : `labels ${labelsSha256.slice(0, 16)}`,
    ]),
    [2],
  );
}

function curveLines({ epochs }: RunStory): string[] {
  const curve = (name: string, mark: string, column: string) => ({
    name,
    mark,
    points: epochs.map((row) => [row.epoch ?? NaN, row[column] ?? NaN] as const),
  });
  return textChart(
    [curve('training loss', '·', 'train_loss'), curve('validation loss', '*', 'val_loss')],
    { x: 'epoch', logY: true },
  );
}

function fileLines({ files }: RunStory): string[] {
  const rest = files.slice(LISTED_FILES);
  const more = rest.length === 0 ? [] : [[`and ${rest.length} more`, sizeOf(rest)]];
  return textTable(
    [
      ...files.slice(0, LISTED_FILES).map(({ name, bytes }) => [name, formatBytes(bytes)]),
      ...more,
      [`all ${files.length}`, sizeOf(files)],
    ],
    [1],
  );
}

function sizeOf(files: RunStory['files']): string {
  return formatBytes(files.reduce((total, { bytes }) => total + bytes, 0));
}
