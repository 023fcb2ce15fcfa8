/** The summary of a network, printed before its first step. */
import { formatCount } from '@anodec/core';
import { AutoencoderConfig, type Callback, type ModelSummary, modelSummary } from '@anodec/model';
import { textTable } from '../view/text-table.js';

/**
 * A callback that prints the summary of the first network that it sees; nothing for networks of others.
 *
 * @param kind a line for each part (top) or for each layer (full)
 */
export function printSummary(kind: 'top' | 'full', print: (line: string) => void): Callback {
  let isDone = false;
  return {
    async onFitStart(_, access) {
      if (isDone) return;
      isDone = true;
      const { config, channels } = await access.detector();
      const { data } = AutoencoderConfig.safeParse(config);
      if (!data) return;
      for (const line of summaryLines(modelSummary(data, channels.length), kind)) print(line);
    },
  };
}

/** A table of the parts or the layers, and a line with the totals. */
export function summaryLines(summary: ModelSummary, kind: 'top' | 'full'): string[] {
  const { weights, flops, memory } = summary;
  const rows = kind === 'full' ? layerRows(summary) : partRows(summary);
  const numbers = kind === 'full' ? [3, 4] : [2, 3];
  return [
    ...textTable(rows, numbers).map((line) => `  ${line}`),
    `  ${formatCount(weights)} weights, ${formatMega(flops)} million operations a window forward; a training ` +
      `step holds ${formatBytes(memory.total)}: weights ${formatBytes(memory.weights)}, gradients ` +
      `${formatBytes(memory.gradients)}, optimiser ${formatBytes(memory.moments)}, activations ` +
      formatBytes(memory.activations),
  ];
}

function layerRows({ layers }: ModelSummary): string[][] {
  const head = ['layer', 'kind', 'sizes', 'weights', 'million operations'];
  const rows = layers.map(({ name, kind, inputs, outputs, weights, flops }) => [
    name,
    kind,
    `${inputs} → ${outputs}`,
    formatCount(weights),
    formatMega(flops),
  ]);
  return [head, ...rows];
}

/** Layers under the same first name, such as `encoder`, are one part. */
function partRows({ layers }: ModelSummary): string[][] {
  const parts = new Map<string, ModelSummary['layers'][number][]>();
  for (const layer of layers) {
    const part = layer.name.replace(/\.\w+$/, '');
    parts.set(part, [...(parts.get(part) ?? []), layer]);
  }
  const head = ['part', 'layers', 'weights', 'million operations'];
  const rows = [...parts].map(([part, own]) => [
    part,
    own.map(({ kind, inputs, outputs }) => `${kind} ${inputs} → ${outputs}`).join(', '),
    formatCount(own.reduce((sum, { weights }) => sum + weights, 0)),
    formatMega(own.reduce((sum, { flops }) => sum + flops, 0)),
  ]);
  return [head, ...rows];
}

function formatMega(flops: number): string {
  return (flops / 1e6).toPrecision(3);
}

function formatBytes(bytes: number): string {
  const [size, unit] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${Number((bytes / size).toPrecision(3))} ${unit}`;
}
