/** What was measured on a GPU, as Markdown. */
import type { GpuReport, GpuRow } from './measure.js';

/** The report as lines of Markdown: what computed, how right it is, how fast. */
export function renderGpuReport(report: GpuReport): string[] {
  const { adapter, software, machine, node, date, goldens, layers, programs, missing } = report;
  const names = programs.map(({ name }) => name);
  return [
    `# anodec on ${adapter}`,
    '',
    `${machine}, Node ${node.slice(1)}, ${date}.`,
    ...programs.map(({ name, about }) => `- ${name}: ${about}`),
    ...missing.map((line) => `- ${line}`),
    ...(software ? ['', 'The adapter is software: the times say nothing about any GPU.'] : []),
    '',
    `Largest error of any value or gradient in ${goldens.cases} cases of PyTorch in double precision: ` +
      `${goldens.largestError.toExponential(1)}.`,
    '',
    'Largest error against the reference in double precision:',
    '',
    '| layer | cell | whole sequences | single steps |',
    '|---|---|--:|--:|',
    ...layers.map(
      ({ name, cell, whole, single }) =>
        `| ${name} | ${cell} | ${whole.toExponential(1)} | ${single.toExponential(1)} |`,
    ),
    ...profileTable(report),
    ...table(
      'Training step, medians in ms',
      names,
      report.training,
      ({ milliseconds }) => milliseconds,
    ),
    ...table(
      'Scoring, windows/s',
      names,
      report.scoring,
      ({ milliseconds }, { windows }) => (1000 * windows) / milliseconds,
    ),
  ];
}

/** Where the time of a training step goes, then each shader by the device's clock where it takes long enough to be seen. */
function profileTable({ profiles }: GpuReport): string[] {
  return [
    '',
    'Parts of a training step on webgpu, ms',
    '',
    '| model | cell | whole | recording | submitting | device | shaders |',
    '|---|---|--:|--:|--:|--:|---|',
    ...profiles.map(({ model, about, cell, profile }) => {
      const { whole, recording, submitting, device, shaders } = profile;
      const times = [whole, recording, submitting].map((time) => rounded(time));
      const seen = Object.entries(shaders).filter(([, time]) => time > 0);
      const named = seen.map(([name, time]) => `${name} ${rounded(time)}`).join(', ');
      const inAll = device === undefined ? '–' : rounded(device);
      return `| ${model}: ${about} | ${cell} | ${times.join(' | ')} | ${inAll} | ${named} |`;
    }),
  ];
}

/** A column for each program, and how many times as fast as each other program the first one is, within a round. */
function table(
  title: string,
  names: readonly string[],
  rows: readonly GpuRow[],
  valueOf: (timing: GpuRow['timings'][number], row: GpuRow) => number,
): string[] {
  const [first, ...others] = names;
  const head = [...names, ...others.map((name) => `${first} against ${name}`)];
  return [
    '',
    title,
    '',
    `| model | cell | ${head.join(' | ')} |`,
    `|---|---|${head.map(() => '--:|').join('')}`,
    ...rows.map((row) => {
      const values = row.timings.map((timing) => rounded(valueOf(timing, row)));
      const speeds = row.timings.slice(1).map(({ ratio }) => ratio.toFixed(2));
      return `| ${row.model}: ${row.about} | ${row.cell} | ${[...values, ...speeds].join(' | ')} |`;
    }),
  ];
}

/** Three digits, without an exponent. */
function rounded(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 20 });
}
