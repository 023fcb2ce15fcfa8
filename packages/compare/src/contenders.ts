/** Runs as contenders: which of them are the same detector with other seeds, and what tables call them. */
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RecordedFrame, TrainSettings } from '@anodec/pipeline';
import type { DetectedRun } from './detected-run.js';

/** A detector, once for each run that counts as one of its seeds. */
export interface DetectedContender {
  readonly name: string;
  readonly runs: readonly DetectedRun[];
}

/** Settings that make no other detector: where files are, where it computes, and chance. */
const INCIDENTAL = ['seed', 'backend', 'threads', 'strict'];

/** Runs on the same test recordings: readings, times and labels. */
export function groupByRecordings(runs: readonly DetectedRun[]): DetectedRun[][] {
  return groupBy(runs, (a, b) => sameRecordings(a.recorded, b.recorded));
}

/** Runs of the same detector: settings equal but for the seed. */
export function groupByDetector(runs: readonly DetectedRun[]): DetectedRun[][] {
  return groupBy(
    runs,
    (a, b) => a.title === b.title && isDeepStrictEqual(settingsOf(a), settingsOf(b)),
  );
}

/** Whether test recordings are the same, their labels included. */
export function sameRecordings(a: readonly RecordedFrame[], b: readonly RecordedFrame[]): boolean {
  return isDeepStrictEqual(a.map(identityOf), b.map(identityOf));
}

function identityOf({ fingerprint: { sha256, labelsSha256 } }: RecordedFrame): string {
  return `${sha256} ${labelsSha256}`;
}

/**
 * Names that tell groups of runs apart: the title of the detector, where that is not enough with the
 * settings that differ, as far as it has them, and where those are the same, too, with the run.
 */
export function nameContenders(groups: readonly (readonly DetectedRun[])[]): DetectedContender[] {
  const titles = groups.map(([{ title }]) => title);
  return groups.map((runs, i) => {
    const [first] = runs;
    const alike = groups.filter((_, j) => titles[j] === titles[i]);
    if (alike.length === 1) return { name: first.title, runs };
    const differing = differingSettings(alike.map(([one]) => settingsOf(one)));
    const own = settingsOf(first);
    const set = differing.filter((name) => own[name] !== undefined && own[name] !== null);
    const settings = set.map((name) => `${shortName(name)} ${String(own[name])}`).join(', ');
    const unique = alike.filter(([one]) => isDeepStrictEqual(settingsOf(one), own)).length === 1;
    const parts = [...(settings === '' ? [] : [settings]), ...(unique ? [] : [runName(first)])];
    const name = parts.length > 0 ? `${first.title} (${parts.join(', ')})` : first.title;
    return { name, runs };
  });
}

/** The name of the directory of a run, such as `version_3`. */
export function runName({ trained }: DetectedRun): string {
  return basename(trained.run.path);
}

/** Settings that can make another detector, flat. */
function settingsOf({ trained }: DetectedRun): Record<string, unknown> {
  const { detector, preprocess, alarmPolicy }: TrainSettings = trained.settings;
  const flat = flatten({ detector, preprocess, alarmPolicy });
  return Object.fromEntries(
    Object.entries(flat).filter(([name]) => !INCIDENTAL.includes(shortName(name))),
  );
}

function flatten(value: unknown, path = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { [path]: Array.isArray(value) ? value.join(' ') : value };
  }
  const parts = Object.entries(value).map(([name, part]) =>
    flatten(part, path === '' ? name : `${path}.${name}`),
  );
  return Object.assign({}, ...parts) as Record<string, unknown>;
}

function differingSettings(all: readonly Record<string, unknown>[]): string[] {
  const names = [...new Set(all.flatMap((settings) => Object.keys(settings)))];
  return names.filter((name) => all.some((settings) => settings[name] !== all[0][name]));
}

/** The last part of the way to a setting, or the last two where it is the kind of a variant. */
function shortName(path: string): string {
  const parts = path.split('.');
  const last = parts[parts.length - 1];
  return last === 'kind' ? parts[parts.length - 2] : last;
}

/** Groups in the order of their first members. */
function groupBy<Item>(items: readonly Item[], isSame: (a: Item, b: Item) => boolean): Item[][] {
  const groups: Item[][] = [];
  for (const item of items) {
    const group = groups.find(([first]) => isSame(first, item));
    if (group) group.push(item);
    else groups.push([item]);
  }
  return groups;
}
