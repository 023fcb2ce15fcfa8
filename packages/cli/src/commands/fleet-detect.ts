/** `anodec fleet detect`. */
import { parseDuration, StoppedError } from '@anodec/core';
import {
  DetectConfig,
  detectFleet,
  type DetectedFleet,
  DevicesConfig,
  FleetEffortConfig,
} from '@anodec/fleet';
import { EngineConfig } from '@anodec/tune';
import { defineCommand } from '../command.js';
import type { Context } from '../context.js';
import { checkNoneFailed, detectedLines } from '../view/fleet-lines.js';

export const fleetDetect = defineCommand({
  details:
    'Writes FLEET/ID.json for each device, in one step: its state (normal, alarm, unknown, failed), score, threshold, time and ' +
    'reason; and a line into FLEET/detections.jsonl. A device whose files and model are those of the last time is not scored ' +
    'again. One that fails stops no other, and is reported in the end with exit code 1. With --every it goes on until Ctrl-C, and ' +
    'reports what failed each time.',
  sections: {
    devices: DevicesConfig,
    detect: DetectConfig,
    effort: FleetEffortConfig,
    engine: EngineConfig,
  },
  examples: [
    ['anodec fleet detect newest', 'a table of the newest rows per device, in one folder'],
    ['anodec fleet detect newest --every 5min', 'again every five minutes, until Ctrl-C'],
    ['anodec fleet detect newest --engine bullmq --workers 64', 'by workers of other machines'],
  ],
  async run({ devices, detect, effort, engine }, context) {
    const { every, rows } = detect;
    const once = (): Promise<DetectedFleet> =>
      detectFleet({ ...devices, rows, effort, engine }, context);
    if (every !== undefined) return repeat(once, parseDuration(every), context);
    const detected = await once();
    context.progress.end();
    for (const line of detectedLines(detected, context.asFlags, devices.fleet)) context.print(line);
    checkNoneFailed(detected);
  },
});

/** Scores at multiples of an interval, so that one that takes long does not shift the others. */
async function repeat(
  once: () => Promise<DetectedFleet>,
  interval: number,
  { print, progress, signal, asFlags }: Context,
): Promise<void> {
  const began = Date.now();
  for (;;) {
    const detected = await once();
    progress.end();
    const time = new Date().toISOString().slice(0, 19);
    for (const line of detectedLines(detected, asFlags)) print(`${time}  ${line}`);
    const passed = Date.now() - began;
    await pause(interval - (passed % interval), signal);
  }
}

/** @throws StoppedError when the signal is raised meanwhile */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new StoppedError('Stopped between two detections.'));
    if (signal.aborted) return stop();
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    const onAbort = (): void => {
      clearTimeout(timer);
      stop();
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
