/** What the data of a run are: stored recordings by their content, and what cleaning did to them. */
import { describeRepair, readRepairs, repairGravity, type RepairKind } from '@anodec/data';
import type { CleaningNote, RecordingIdentity } from '@anodec/report';
import { openDataStore } from '../data/open-data-store.js';
import type { RecordedFrame } from '../data/recorded-frame.js';
import type { StoredRecordings } from '../data/recordings.js';

/** Recordings of both roles by their content, as they are stored. */
export function recordingIdentities(
  normal: StoredRecordings,
  tests: StoredRecordings,
): RecordingIdentity[] {
  return [
    ...normal.recorded.map((one) => identify('normal', one)),
    ...tests.recorded.map((one) => identify('test', one)),
  ];
}

function identify(
  role: RecordingIdentity['role'],
  { source, fingerprint }: RecordedFrame,
): RecordingIdentity {
  const { sha256, rows, channels, from, to } = fingerprint;
  return { role, source, sha256, rows, channels: channels.length, from, to };
}

/** Key of the attack list in a processed store. */
const ATTACK_LIST = 'attacks';

/** What cleaning found and changed in the recordings of a processed store, in their order. */
export async function cleaningNotes(
  path: string,
  recorded: readonly RecordedFrame[],
): Promise<CleaningNote[]> {
  const store = await openDataStore(path);
  try {
    const parts = [
      ...recorded.map(({ key, source }) => ({ key, source })),
      { key: ATTACK_LIST, source: 'attack list' },
    ];
    return parts.flatMap(({ key, source }) =>
      (store.keys.includes(key) ? readRepairs(store, key) : []).map((repair) => ({
        source,
        about: subjectOf(repair.kind),
        warning: repairGravity(repair) === 'warning',
        text: describeRepair(repair),
      })),
    );
  } finally {
    store.close();
  }
}

/** What a finding is about, by the first word of its kind. */
const SUBJECTS: Readonly<Record<string, CleaningNote['about']>> = {
  header: 'channels',
  column: 'channels',
  channel: 'channels',
  counter: 'channels',
  units: 'channels',
  label: 'labels',
  normal: 'labels',
  legend: 'labels',
  year: 'labels',
  end: 'labels',
  attack: 'labels',
  point: 'labels',
  time: 'times',
  gap: 'times',
  row: 'rows',
  startup: 'rows',
  reading: 'readings',
  sentinel: 'readings',
};

function subjectOf(kind: RepairKind): CleaningNote['about'] {
  return SUBJECTS[kind.split('-')[0]] ?? 'rows';
}
