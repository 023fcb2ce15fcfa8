/** A fleet on a terminal. */
import { formatCount, formatDuration } from '@anodec/core';
import type { DetectedFleet, FailedDevice, FleetStatus, TrainedFleet } from '@anodec/fleet';
import { FailedError } from '../ending.js';
import { quoted } from './hint-flags.js';
import { textTable } from './text-table.js';

/** Devices that a result lists. */
const LISTED = 20;

/** What came of a training of a fleet. */
export function trainedLines(
  { devices, trained, unchanged, failed }: TrainedFleet,
  fleet: string,
): string[] {
  return [
    `${counted(devices, 'device')}: ${formatCount(trained.length)} trained, ${formatCount(unchanged)} unchanged, ` +
      `${formatCount(failed.length)} failed`,
    ...failedLines(failed),
    `Fleet  ${fleet}`,
    ...(trained.length + unchanged > 0
      ? [
          `Next: npx anodec fleet detect NEWEST${fleetFlag(fleet)}, where NEWEST has the newest rows of each device`,
        ]
      : []),
  ];
}

/** What came of a detection over a fleet. @param fleet its folder, where it is worth a line */
export function detectedLines(
  { devices, detections, standing, failed, notes }: DetectedFleet,
  fleet?: string,
): string[] {
  const all = [...detections, ...standing];
  const of = (state: string): number => all.filter((one) => one.state === state).length;
  const alarms = all.filter(({ state }) => state === 'alarm');
  return [
    ...notes,
    `${counted(devices, 'device')}: ${formatCount(of('alarm'))} in alarm, ${formatCount(of('normal'))} normal, ` +
      `${formatCount(of('unknown'))} unknown, ${formatCount(failed.length)} failed` +
      (standing.length === 0
        ? ''
        : `; ${formatCount(standing.length)} of them as before, without a new row or model`),
    ...alarms
      .slice(0, LISTED)
      .map(
        ({ device, score, threshold, time, reason }) =>
          `  ${device}  ${numbers(score, threshold)} at ${time}: ${reason}`,
      ),
    ...andMore(alarms.length),
    ...failedLines(failed),
    ...(fleet === undefined ? [] : [`States  ${fleet}/ID.json, ${fleet}/detections.jsonl`]),
  ];
}

/** @throws FailedError where a device failed: exit code 1 */
export function checkNoneFailed({
  failed,
  devices,
}: {
  failed: readonly FailedDevice[];
  devices: number;
}): void {
  if (failed.length === 0) return;
  throw new FailedError(
    `${failed.length} of ${counted(devices, 'device')} failed. The others are done; the same command tries again those that failed.`,
  );
}

function failedLines(failed: readonly FailedDevice[]): string[] {
  return [
    ...failed.slice(0, LISTED).map(({ id, message }) => `  ${id} failed: ${message}`),
    ...andMore(failed.length),
  ];
}

function andMore(count: number): string[] {
  return count > LISTED ? [`  … and ${formatCount(count - LISTED)} more`] : [];
}

/** A fleet as a table, what needs somebody first. */
export function statusLines({ devices }: FleetStatus, all: boolean): string[] {
  const rows = devices.map(({ id, record, failure, detection }) => ({
    id,
    state: record ? (detection?.state ?? 'not scored') : 'no model',
    score: detection ? numbers(detection.score, detection.threshold) : '–',
    time: detection?.time ?? '–',
    trained: record ? record.trained.slice(0, 10) : '–',
    reason: failure ? `training failed: ${failure.message}` : (detection?.reason ?? ''),
  }));
  const order = ['alarm', 'failed', 'no model', 'unknown', 'not scored', 'normal'];
  const counts = order
    .map((state) => [rows.filter((row) => row.state === state).length, state] as const)
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${formatCount(count)} ${state}`);
  const shown = rows
    .filter(({ state }) => all || state !== 'normal')
    .sort((x, y) => order.indexOf(x.state) - order.indexOf(y.state));
  const listed = all ? shown : shown.slice(0, LISTED);
  const head = ['device', 'state', 'score/threshold', 'time', 'trained', 'reason'];
  const cells = listed.map((row) => [
    row.id,
    row.state,
    row.score,
    row.time,
    row.trained,
    row.reason,
  ]);
  return [
    `${counted(devices.length, 'device')}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`,
    ...(cells.length > 0 ? ['', ...textTable([head, ...cells], [])] : []),
    ...(listed.length < shown.length ? andMore(shown.length) : []),
  ];
}

/** A job that a worker has ended. */
export function jobLine(
  { trial, point }: { readonly trial: number; readonly point: Readonly<Record<string, unknown>> },
  end: { readonly state: string; readonly seconds?: number; readonly message?: string },
): string {
  const name = typeof point.device === 'string' ? `device ${point.device}` : `trial ${trial}`;
  const time = end.seconds === undefined ? [] : [formatDuration(1000 * end.seconds)];
  return [name, end.state, ...time, ...(end.message === undefined ? [] : [end.message])].join('  ');
}

function numbers(score: number | null, threshold: number | null): string {
  if (score === null || threshold === null) return '–';
  return `${score.toPrecision(3)} / ${threshold.toPrecision(3)}`;
}

function counted(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}

function fleetFlag(fleet: string): string {
  return fleet === 'fleet' ? '' : ` --fleet ${quoted(fleet)}`;
}
