/**
 * The Tennessee Eastman Process: a simulated chemical plant, 41 measurements and 11 valves, a
 * recording for each of 21 faults, which begin after 8 hours.
 *
 * Source: Downs & Vogel 1993, "A plant-wide industrial process control problem"; the recordings of
 * Russell, Chiang & Braatz 2000, "Data-driven Methods for Fault Detection and Diagnosis".
 */
import { join } from 'node:path';
import { type Attack, createFrame, type TimeSeriesFrame } from '@anodec/core';
import type { DataSet, DataSetFile, Entity, EntityOptions } from './data-set.js';
import { readMatrix } from './read-recording.js';

const MINUTE = 60_000;
const PERIOD = 3 * MINUTE;
const FAULTS = 21;
const ROWS = 960;
/** Rows before the fault: 8 hours. */
const BEFORE = 160;
const TRAINING_ROWS = 500;

const CHANNELS = [
  ...Array.from({ length: 41 }, (_, n) => `XMEAS(${n + 1})`),
  ...Array.from({ length: 11 }, (_, n) => `XMV(${n + 1})`),
];
const C = CHANNELS.length;

const CHECKSUMS: Readonly<Record<string, string>> = {
  'd00.dat': '4c3c0b11eefacf93e5d2529e2866d7a625e37aa9153d0f95fae17a6c9e560deb',
  'd00_te.dat': '57d56da4199e3d73582855d810be1d13d931386fd728bf1694798c7b0a03678c',
  'd01_te.dat': 'e7e6992fb39664e739fccbc001a1c5d5f7cb21829544f734ca3f282c26f680e5',
  'd05_te.dat': '1def7258a2865aeead699d52c8cf926fbf34c1467aaf298121987ab858fd0888',
  'd14_te.dat': 'e8976d056c0769cebbcec3bcba89d2468040ccae7acbea55ebc3b2e56b217396',
};

const NORMAL = ['d00.dat', 'd00_te.dat'] as const;
const faults = Array.from({ length: FAULTS }, (_, n) => n + 1);

export const tennesseeEastman: DataSet = {
  title: 'TEP, Tennessee Eastman Process',
  about: 'A simulated chemical plant, 52 channels, a row every 3 minutes, one recording per fault',
  licence: 'University of Illinois, permissive; keep its notice',
  source:
    'github.com/camaramm/tennessee-eastman-profBraatz, commit 06433188; cite Russell et al. 2000',
  steps: [
    'Take d00.dat, d00_te.dat and the dNN_te.dat of the faults that you want, with the LICENSE.',
    'Put them into one folder, as they are: d00.dat lies with its channels in rows.',
  ],
  files: [
    { ...fileOf('d00.dat'), layout: { columnCount: TRAINING_ROWS, header: false } },
    fileOf('d00_te.dat'),
    ...faults.map((n) => ({ ...fileOf(testFile(n)), optional: true })),
  ],
  entities: Object.fromEntries(faults.map((n) => [`fault-${n}`, entityOf(n)])),
};

function fileOf(path: string): DataSetFile {
  return { path, sha256: CHECKSUMS[path], layout: { columnCount: C, header: false } };
}

function testFile(fault: number): string {
  return `d${String(fault).padStart(2, '0')}_te.dat`;
}

function entityOf(fault: number): Entity {
  const test = testFile(fault);
  return {
    files: [...NORMAL, test],
    async read(folder, options = {}) {
      const training = await readTraining(join(folder, NORMAL[0]), options);
      const { labels: _, ...normal } = await readNormalTest(join(folder, NORMAL[1]), options);
      const { frame, attacks } = await readFault(join(folder, test), fault, options);
      return {
        entity: `fault-${fault}`,
        normal: [training, createFrame(normal)],
        attack: frame,
        attacks,
        repairs: [],
      };
    },
  };
}

/** The table that is learned from, which is stored with its channels in rows. @throws DataError */
export async function readTraining(
  path: string,
  options?: EntityOptions,
): Promise<TimeSeriesFrame> {
  const stored = await readMatrix(path, [C, TRAINING_ROWS], options);
  return frameOf(transpose(stored, C, TRAINING_ROWS));
}

/** The test table without a fault, all of its rows labelled normal. @throws DataError */
export async function readNormalTest(
  path: string,
  options?: EntityOptions,
): Promise<TimeSeriesFrame> {
  return frameOf(await readMatrix(path, [ROWS, C], options), new Uint8Array(ROWS));
}

/** The test table of a fault, labelled from row 160 on. @throws DataError */
export async function readFault(
  path: string,
  fault: number,
  options?: EntityOptions,
): Promise<{ readonly frame: TimeSeriesFrame; readonly attacks: readonly Attack[] }> {
  const labels = Uint8Array.from({ length: ROWS }, (_, t) => (t < BEFORE ? 0 : 1));
  const frame = frameOf(await readMatrix(path, [ROWS, C], options), labels);
  const [start, end] = [frame.timestamps[BEFORE], frame.timestamps[ROWS - 1]];
  const name = `Fault ${fault}`;
  return { frame, attacks: [{ name, start, end, channels: [], leavesTrace: true }] };
}

function frameOf(values: Float32Array, labels?: Uint8Array): TimeSeriesFrame {
  const timestamps = Float64Array.from({ length: values.length / C }, (_, t) => t * PERIOD);
  const parts = { values, channels: CHANNELS, timestamps, clock: 'elapsed' } as const;
  return createFrame(labels ? { ...parts, labels } : parts);
}

/** (rows, columns) to (columns, rows). */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) turned[c * rows + r] = values[r * columns + c];
  }
  return turned;
}
