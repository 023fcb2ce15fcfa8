/** What cleaning found and changed, counted: nothing is repaired silently. */
import { lookup } from '@anodec/core';

/** Everything that cleaning may find. To add a kind: one line here. */
const kinds = {
  'header-trimmed': 'column names had blanks around them, which were removed',
  'column-left-out': 'columns were left out',
  'channel-constant': 'channels that never move in normal operation were left out',
  'label-respelled': 'labels were misspelt and read past blanks and case',
  'table-note': 'remarks on how a table was read',
  'time-column-found': 'time columns were found by what they hold',
  'time-order-assumed':
    'time columns can be read in several orders of day and month; one was assumed',
  'time-row-numbers': 'time columns count rows and were taken as row numbers, not as seconds',
  'reading-rounded': 'readings differ from the one before, but not in the 7 digits that are kept',
  'sentinel-suspected': 'readings may stand for a lost value, being far off, repeated and alone',
  'row-outside-dates': 'rows outside the date window were left out',
  'row-startup': 'rows of the start-up were left out',
  'startup-kept': 'recordings are too short, or without times, to leave out their start-up',
  'row-unordered': 'rows came before the row above them and were sorted',
  'row-duplicate': 'rows repeated a time and were left out',
  'reading-missing': 'readings are missing and were kept as missing',
  gap: 'gaps in time were found and kept',
  'legend-row': 'rows of the attack list without a number were left out',
  'year-corrected': 'attacks bore a year too early and were moved to the next',
  'end-next-day': 'attacks end past midnight, on the day after they began',
  'attack-without-end': 'attacks have no end, as nothing came of them, and are listed apart',
  'point-respelled': 'attacked points were misspelt and read as the tag that was meant',
  'attack-outside-dates': 'attacks outside the date window were left out',
} as const;

/** A kind of finding. */
export type RepairKind = keyof typeof kinds;

/** One kind of finding with its count; plain, so that it can be kept as JSON. */
export interface Repair {
  readonly kind: RepairKind;
  readonly count: number;
  /** The first one, with its place. */
  readonly example: string;
}

/** Collects findings. */
export interface RepairLog {
  add(kind: RepairKind, example: string, count?: number): void;
  /** In the order in which they were first found. */
  repairs(): Repair[];
}

/** An empty log. */
export function createRepairLog(): RepairLog {
  const found = new Map<RepairKind, { count: number; example: string }>();
  return {
    add(kind, example, count = 1) {
      const before = found.get(kind);
      if (before) before.count += count;
      else found.set(kind, { count, example });
    },
    repairs: () => [...found].map(([kind, rest]) => ({ kind, ...rest })),
  };
}

/** Says a finding in words, such as "37 labels were misspelt and …, first: 'A ttack' in row 5". */
export function describeRepair({ kind, count, example }: Repair): string {
  return `${count.toLocaleString('en')} ${lookup('repair', kinds, kind)}, first: ${example}`;
}
