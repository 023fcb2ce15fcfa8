/** The look of a recording, for the terminal. */
import { type Clock, formatDuration, formatTime, quantiles } from '@anodec/core';
import type { FrameReport, StoredAttacks } from '@anodec/data';

/** A recording in a few lines, then one for each channel. */
export function frameLines(report: FrameReport): string[] {
  const { rows, clock, first, last, period, gaps, attacks, channels } = report;
  const span = rows > 0 ? `, ${moment(first, clock)} to ${moment(last, clock)}` : '';
  const every = clock === 'rows' ? '' : `, every ${formatDuration(period)}`;
  return [
    `  ${rows.toLocaleString('en')} rows${span}${every}`,
    ...gaps.map(({ from, to }) => `  gap from ${moment(from, clock)} to ${moment(to, clock)}`),
    ...(attacks
      ? [`  ${attacks.rows.toLocaleString('en')} rows labelled in ${attacks.runs} runs`]
      : []),
    `  ${'channel'.padEnd(10)}${['min', 'max', 'mean', 'deviation'].map((w) => w.padStart(12)).join('')}  notes`,
    ...channels.map((channel) => {
      const { name, smallest, largest, mean, deviation } = channel;
      const figures = [smallest, largest, mean, deviation].map(shortNumber).join('');
      return `  ${name.padEnd(10)}${figures}  ${notes(channel)}`.trimEnd();
    }),
  ];
}

/** The attack list in figures. */
export function attackLines({ attacks, withoutImpact }: StoredAttacks): string[] {
  if (attacks.length === 0) return [];
  const seconds = attacks.map(({ start, end }) => (end - start) / 1000);
  const [shortest, median, most, longest] = quantiles(seconds, [0, 0.5, 0.9, 1]);
  const traceless = attacks.filter(({ leavesTrace }) => !leavesTrace).map(({ name }) => name);
  return [
    `${attacks.length} attacks with an interval, ${withoutImpact.length} listed without impact`,
    `  lengths: ${shortest} s to ${longest} s, median ${median} s, 90 % quantile ${most} s`,
    `  known to leave no trace: ${traceless.join(', ') || 'none'}`,
  ];
}

function notes({ constant, discrete, missing }: FrameReport['channels'][number]): string {
  return [
    constant && 'constant',
    discrete && !constant && 'discrete',
    missing > 0 && `${missing.toLocaleString('en')} missing`,
  ]
    .filter(Boolean)
    .join(', ');
}

function shortNumber(value: number): string {
  return (Number.isNaN(value) ? '–' : String(Number(value.toPrecision(5)))).padStart(12);
}

function moment(time: number, clock: Clock): string {
  if (clock === 'utc') return formatTime(time);
  return clock === 'rows' ? `row ${time}` : formatDuration(time);
}
