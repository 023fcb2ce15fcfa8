/** Counts of findings and changes of cleaning: nothing is repaired or dropped silently. */
import { formatCount, lookup } from '@anodec/core';

/** How much a finding matters: a warning may make results wrong. */
export type RepairGravity = 'note' | 'warning';

/** Texts of a kind of finding. */
interface RepairText {
  /** Follows the count; the example stands for an "@" in it, else it follows. */
  readonly text: string;
  /** The text where the count is one. */
  readonly one?: string;
  readonly gravity?: RepairGravity;
  /** Whether every example is listed, up to a limit, not only the first. */
  readonly lists?: boolean;
}

/** Everything that cleaning may find. To add a kind: one line here. */
const kinds = {
  'header-trimmed': {
    text: 'column names had blanks around them, which were removed',
    one: 'column name had blanks around it, which were removed',
  },
  'column-left-out': { text: 'columns were left out', one: 'column was left out', lists: true },
  'column-label': {
    text: 'columns hold labels, not readings, and were left out (keep them with `include`)',
    one: 'column holds labels, not readings, and was left out (keep it with `include`)',
    lists: true,
  },
  'column-counter': {
    text: 'columns only count up and were left out (keep them with `keepCounters` or `include`)',
    one: 'column only counts up and was left out (keep it with `keepCounters` or `include`)',
    lists: true,
  },
  'column-clock': {
    text: 'columns hold dates or times beside the time column and were left out',
    one: 'column holds dates or times beside the time column and was left out',
    lists: true,
  },
  'column-unit': {
    text: 'columns say which unit a row is of and were left out (keep them with `include`)',
    one: 'column says which unit a row is of and was left out (keep it with `include`)',
    lists: true,
  },
  'column-empty': {
    text: 'columns have no reading in normal recordings and were left out',
    one: 'column has no reading in normal recordings and was left out',
    lists: true,
  },
  'channel-constant': {
    text: 'channels that never change in normal operation were left out',
    one: 'channel that never changes in normal operation was left out',
    lists: true,
  },
  'counter-suspected': {
    text: 'channels only count up and so leave the range of training for good: exclude them with `exclude` unless they are sensors',
    one: 'channel only counts up and so leaves the range of training for good: exclude it with `exclude` unless it is a sensor',
    gravity: 'warning',
    lists: true,
  },
  'units-suspected': {
    text: 'columns suggest several units in one table',
    one: 'column suggests several units in one table',
    gravity: 'warning',
    lists: true,
  },
  'label-leak': {
    text: 'channels never change in training and follow the labels in the test recording: likely labels, not sensors, so exclude them with `exclude`',
    one: 'channel never changes in training and follows the labels in the test recording: likely a label, not a sensor, so exclude it with `exclude`',
    gravity: 'warning',
    lists: true,
  },
  'label-column-found': { text: 'column was taken as the labels', lists: true },
  'table-note': {
    text: 'remarks on how a table was read',
    one: 'remark on how a table was read',
    lists: true,
  },
  'time-column-found': {
    text: 'time columns were found by their contents',
    one: 'time column was found by its contents',
    lists: true,
  },
  'time-order-assumed': {
    text: 'time columns can be read in several orders of day and month; one was assumed',
    one: 'time column can be read in several orders of day and month; one was assumed',
    gravity: 'warning',
  },
  'time-row-numbers': {
    text: 'time columns count rows and were taken as row numbers, not as seconds',
    one: 'time column counts rows and was taken as row numbers, not as seconds',
  },
  'channel-offset': {
    text: 'channels are kept less an offset, so that float32 holds their steps',
    one: 'channel is kept less an offset, so that float32 holds its steps',
    lists: true,
  },
  'reading-rounded': {
    text: 'readings differ from the one before, but not in the 7 digits that are kept',
    one: 'reading differs from the one before, but not in the 7 digits that are kept',
    gravity: 'warning',
  },
  'sentinel-suspected': {
    text: 'readings may stand for a lost value, being far off, repeated and alone',
    one: 'reading may stand for a lost value, being far off, repeated and alone',
    gravity: 'warning',
  },
  'label-respelled': {
    text: 'labels were misspelt and read regardless of blanks and case',
    one: 'label was misspelt and read regardless of blanks and case',
  },
  'label-unknown': {
    text: 'rows have an empty or unknown label and stay out of the metrics',
    one: 'row has an empty or unknown label and stays out of the metrics',
  },
  'label-from-file': {
    text: 'rows are labelled as attack by @',
    one: 'row is labelled as attack by @',
  },
  'normal-row-attack': {
    text: 'rows of @ are labelled as attack and were left out of training and threshold',
    one: 'row of @ is labelled as attack and was left out of training and threshold',
    gravity: 'warning',
  },
  'normal-row-unknown': {
    text: 'rows of @ have no known label and were left out of training and threshold',
    one: 'row of @ has no known label and was left out of training and threshold',
    gravity: 'warning',
  },
  'row-outside-dates': {
    text: 'rows outside the date window were left out',
    one: 'row outside the date window was left out',
  },
  'row-startup': {
    text: 'rows of the start-up were left out',
    one: 'row of the start-up was left out',
  },
  'startup-kept': {
    text: 'recordings are too short, or without times, to leave out their start-up',
    one: 'recording is too short, or without times, to leave out its start-up',
  },
  'row-unordered': {
    text: 'rows came before the row above them and were sorted',
    one: 'row came before the row above it and was sorted',
  },
  'row-duplicate': {
    text: 'rows repeated a time and were left out',
    one: 'row repeated a time and was left out',
  },
  'reading-missing': {
    text: 'readings are missing and were kept as missing',
    one: 'reading is missing and was kept as missing',
  },
  gap: { text: 'gaps in time were found and kept', one: 'gap in time was found and kept' },
  'legend-row': {
    text: 'rows of the attack list without a number were left out',
    one: 'row of the attack list without a number was left out',
  },
  'year-corrected': {
    text: 'attacks had a year too early and were moved to the next',
    one: 'attack had a year too early and was moved to the next',
  },
  'end-next-day': {
    text: 'attacks end past midnight, on the day after they began',
    one: 'attack ends past midnight, on the day after it began',
  },
  'attack-without-end': {
    text: 'attacks have no end, as they had no impact, and are listed separately',
    one: 'attack has no end, as it had no impact, and is listed separately',
  },
  'point-respelled': {
    text: 'attack points were misspelt and read as the intended tag',
    one: 'attack point was misspelt and read as the intended tag',
  },
  'attack-outside-dates': {
    text: 'attacks outside the date window were left out',
    one: 'attack outside the date window was left out',
  },
  'attack-outside-recording': {
    text: 'attacks of the list lie outside every test recording',
    one: 'attack of the list lies outside every test recording',
    gravity: 'warning',
    lists: true,
  },
} as const satisfies Readonly<Record<string, RepairText>>;

/** A kind of finding. */
export type RepairKind = keyof typeof kinds;

/** One kind of finding with its count; plain, so that it can be kept as JSON. */
export interface Repair {
  readonly kind: RepairKind;
  readonly count: number;
  /** The first one, with its place in the file; of kinds that list, all of them. */
  readonly example: string;
}

/** Collects findings. */
export interface RepairLog {
  add(kind: RepairKind, example: string, count?: number): void;
  /** In the order in which they were first found. */
  repairs(): Repair[];
}

/** Examples that a kind lists at most. */
const MOST_LISTED = 50;

/** An empty log. */
export function createRepairLog(): RepairLog {
  const found = new Map<RepairKind, { count: number; examples: string[] }>();
  return {
    add(kind, example, count = 1) {
      const before = found.get(kind);
      if (!before) found.set(kind, { count, examples: [example] });
      else {
        before.count += count;
        if (textOf(kind).lists && before.examples.length < MOST_LISTED) {
          before.examples.push(example);
        }
      }
    },
    repairs: () =>
      [...found].map(([kind, { count, examples }]) => ({
        kind,
        count,
        example: examples.join(', '),
      })),
  };
}

/** A log that ignores one kind of finding. */
export function ignoringRepairs(log: RepairLog, ignored: RepairKind): RepairLog {
  return {
    ...log,
    add(kind, example, count) {
      if (kind !== ignored) log.add(kind, example, count);
    },
  };
}

/** Whether a finding is about columns as a whole, such as one that was left out. */
export function isAboutColumns({ kind }: Repair): boolean {
  return textOf(kind).lists === true;
}

/** How much a finding matters. */
export function repairGravity({ kind }: Repair): RepairGravity {
  return textOf(kind).gravity ?? 'note';
}

/** A finding as a line, such as "37 labels were misspelt and …, first: 'A ttack' in row 5". */
export function describeRepair({ kind, count, example }: Repair): string {
  const { text, one, lists } = textOf(kind);
  const said = count === 1 && one !== undefined ? one : text;
  const amount = formatCount(count);
  if (said.includes('@')) return `${amount} ${said.replace('@', () => example)}`;
  return `${amount} ${said}${lists ? ': ' : ', first: '}${example}`;
}

function textOf(kind: RepairKind): RepairText {
  return lookup<RepairText>('repair', kinds, kind);
}
