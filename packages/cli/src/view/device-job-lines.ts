/** Lines of the jobs over all devices for a terminal. */
import { countOf, formatCount } from '@anodec/core';
import {
  type DeviceState,
  type FailedDevice,
  type StaleState,
  STATE_REASONS,
  type TrainedDevice,
} from '@anodec/devices';
import type { TrainGanOptions } from '@anodec/gan';

type GanReport = Parameters<NonNullable<TrainGanOptions['onReport']>>[0];

/** Mean losses since the line before. */
export function ganLine({ iteration, iterations, losses, pair, pairs }: GanReport): string {
  const values = Object.entries(losses).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  const of = pairs > 1 ? `class ${pair}  ` : '';
  const width = String(iterations).length;
  return `  ${of}${String(iteration).padStart(width)}/${iterations}  ${values.join('  ')}`;
}

/** A trained device. */
export function trainedDeviceLine({ model, isOld, wasDamaged }: TrainedDevice): string {
  const { device, days, heldOut, from, to, threshold, id } = model;
  return (
    `${device}  ${isOld ? 'trained already' : wasDamaged ? 'files of its model were missing or changed: trained again' : 'trained'} on ${formatCount(days)} days, ${formatCount(heldOut)} held out ` +
    `(${from} to ${to}), threshold ${threshold.toPrecision(4)}, model ${id}`
  );
}

/** The state of a device. */
export function stateLine(state: DeviceState, path: string): string {
  const { device, date, score, threshold, reason } = state;
  const scored =
    score === null || threshold === null
      ? ''
      : `  score ${score.toPrecision(4)}, threshold ${threshold.toPrecision(4)}`;
  return `${device}  ${date}  ${state.state}: ${STATE_REASONS[reason]}${scored}  ${path}`;
}

/** A state that says nothing of the day that was looked at. */
export function staleLine({ device, date }: StaleState, wanted: string): string {
  return `${device}  stale: its state is of ${date ?? 'no day that can be read'}, not of ${wanted}`;
}

/** What failed, in one message. */
export function failedDevicesError(failed: readonly FailedDevice[]): string {
  const lines = failed.map(({ device, error }) => `  ${device}: ${error.message}`);
  const count = countOf(failed.length, 'device');
  return `${count} failed; all others are finished. Run the same command again to retry.\n${lines.join('\n')}`;
}
