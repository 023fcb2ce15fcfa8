/** A workbook into a table and on into a store, against pandas with openpyxl. */
import { join } from 'node:path';
import { simulatedFiles, writeSimulation } from '@anodec/simulator';
import { bundleTask, medianOf, runTask } from './fresh-process.bench.js';
import { compareRates, type Peer, runPeer } from './python-peer.bench.js';

const ROWS = 50_000;
const RUNS = 3;

/** What is timed: words for the line, the job of the task, the peer's figure. */
const LINES = [
  ['  reading', 'fast', 'read'],
  ['  reading with --reader exceljs', 'exceljs', 'read'],
  ['  whole conversion to HDF5', 'convert', 'convert'],
] as const;

/** Writes 50,000 simulated rows and prints how fast they are read and converted. */
export async function benchWorkbook(
  print: (line: string) => void,
  folder: string,
  python: string | undefined,
): Promise<void> {
  const data = join(folder, 'simulated');
  await writeSimulation(data, { normalDuration: `${ROWS}s`, attackDuration: '12h' });
  const book = join(data, simulatedFiles.normal);
  const script = await bundleTask(folder, 'workbook-task');
  const peer = asRates(runPeer(python, 'read', book, join(folder, 'pandas.h5')));
  print(`Workbook of ${ROWS.toLocaleString('en')} rows × 53 columns, each run in a fresh process`);
  if ('absent' in peer) print(`  pandas with openpyxl: not measured, ${peer.absent}`);
  else print(`  ${peer.version} with openpyxl, once; anodec: median of ${RUNS}`);
  for (const [what, job, name] of LINES) {
    const store = join(folder, 'bench.h5');
    const runs = Array.from({ length: RUNS }, () => runTask(script, job, book, store));
    const line = compareRates(what, ROWS / medianOf(runs, 'seconds'), peer, name);
    print(`${line}   peak ${Math.round(medianOf(runs, 'peakBytes') / 1e6)} MB`);
  }
}

/** The peer's seconds as rows per second. */
function asRates(peer: Peer): Peer {
  if ('absent' in peer) return peer;
  const { rows, read, convert } = peer.figures;
  return { ...peer, figures: { read: rows / read, convert: rows / convert } };
}
