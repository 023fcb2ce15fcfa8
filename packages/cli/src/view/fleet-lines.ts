/** A fleet on a terminal. */
import { countOf, DAY, formatCount, formatDuration } from '@anodec/core';
import type { DetectedFleet, FailedDevice, FleetStatus, TrainedFleet } from '@anodec/fleet';
import { FailedError } from '../ending.js';
import { quoted } from './quoted.js';
import { textTable } from './text-table.js';

/** Writes the settings that a message names as flags. */
type AsFlags = (text: string) => string;

const same: AsFlags = (text) => text;

/** Devices that a result lists. */
const LISTED = 20;

/** What came of a training of a fleet. */
export function trainedLines(
  { devices, trained, unchanged, failed, damaged, absent }: TrainedFleet,
  fleet: string,
  asFlags: AsFlags = same,
): string[] {
  return [
    `${countOf(devices, 'device')}: ${formatCount(trained.length)} trained, ${formatCount(unchanged)} unchanged, ` +
      `${formatCount(failed.length)} failed`,
    ...(damaged.length > 0
      ? [`  Files of the model were missing or changed, so trained again: ${firstOf(damaged)}`]
      : []),
    ...absentLines(absent, 'recordings', 'their models stay'),
    ...failedLines(failed, asFlags),
    `Fleet  ${fleet}`,
    ...(trained.length + unchanged > 0
      ? [
          `Next: npx anodec fleet detect NEWEST${fleetFlag(fleet)}, where NEWEST has the newest rows of each device`,
        ]
      : []),
  ];
}

/**
 * What came of a detection over a fleet.
 *
 * @param asFlags writes the settings that a message names as flags
 * @param fleet its folder, where it is worth a line
 */
export function detectedLines(
  { devices, detections, standing, failed, absent, notes }: DetectedFleet,
  asFlags: AsFlags = same,
  fleet?: string,
): string[] {
  const all = [...detections, ...standing];
  const of = (state: string): number => all.filter((one) => one.state === state).length;
  const alarms = all.filter(({ state }) => state === 'alarm');
  return [
    ...notes,
    `${countOf(devices, 'device')}: ${formatCount(of('alarm'))} in alarm, ${formatCount(of('normal'))} normal, ` +
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
    ...absentLines(absent, 'newest rows', 'their states stay as they are'),
    ...failedLines(failed, asFlags),
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
  const others = failed.length === devices ? '' : ' All others are finished.';
  throw new FailedError(
    `${failed.length} of ${countOf(devices, 'device')} failed.${others} Run the same command again to retry only what failed.`,
  );
}

/** Devices of the fleet without a table. */
function absentLines(absent: readonly string[], of: string, what: string): string[] {
  return absent.length === 0
    ? []
    : [
        `  No ${of} of ${countOf(absent.length, 'device')} of the fleet, ${what}: ${firstOf(absent)}`,
      ];
}

/** Names, the first of them where there are many. */
function firstOf(names: readonly string[]): string {
  const more = names.length - LISTED;
  return `${names.slice(0, LISTED).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}

function failedLines(failed: readonly FailedDevice[], asFlags: AsFlags): string[] {
  return [
    ...failed.slice(0, LISTED).map(({ id, message }) => `  ${id} failed: ${asFlags(message)}`),
    ...andMore(failed.length),
  ];
}

function andMore(count: number): string[] {
  return count > LISTED ? [`  … and ${formatCount(count - LISTED)} more`] : [];
}

/**
 * A fleet as a table, what needs somebody first.
 *
 * @param now milliseconds since 1970, from which ages are counted
 */
export function statusLines(
  { devices }: FleetStatus,
  all: boolean,
  asFlags: AsFlags = same,
  now = Date.now(),
): string[] {
  const rows = devices.map(({ id, record, failure, detection }) => ({
    id,
    state: record ? (detection?.state ?? 'not scored') : 'no model',
    score: detection ? numbers(detection.score, detection.threshold) : '–',
    time: detection?.time ?? '–',
    newest: detection?.lastRow ?? '–',
    scored: ageOf(detection?.checked, now),
    trained: ageOf(record?.trained, now),
    reason: asFlags(failure ? `training failed: ${failure.message}` : (detection?.reason ?? '')),
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
  const head = [
    'device',
    'state',
    'score/threshold',
    'time',
    'newest row',
    'scored',
    'trained',
    'reason',
  ];
  const cells = listed.map((row) => [
    row.id,
    row.state,
    row.score,
    row.time,
    row.newest,
    row.scored,
    row.trained,
    row.reason,
  ]);
  return [
    `${countOf(devices.length, 'device')}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`,
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

/** How long ago something was, in its largest unit; a dash where it never was. @param iso ISO 8601 */
function ageOf(iso: string | undefined, now: number): string {
  if (iso === undefined) return '–';
  const age = Math.max(0, now - Date.parse(iso));
  const unit = [DAY, 3_600_000, 60_000].find((one) => age >= one);
  return unit === undefined ? 'just now' : `${formatDuration(Math.floor(age / unit) * unit)} ago`;
}

function numbers(score: number | null, threshold: number | null): string {
  if (score === null || threshold === null) return '–';
  return `${score.toPrecision(3)} / ${threshold.toPrecision(3)}`;
}

function fleetFlag(fleet: string): string {
  return fleet === 'fleet' ? '' : ` --fleet ${quoted(fleet)}`;
}
