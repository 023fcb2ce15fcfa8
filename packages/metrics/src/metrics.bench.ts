/**
 * The whole panel with its floors on a recording as long as SWaT's, and the areas under curves beside
 * scikit-learn and NumPy.
 *
 *     npm run bench -- metrics [--rows 450000] [--python PATH]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFrame, createRandom, flagSegments } from '@anodec/core';
import { type Alarm, rankChannels } from '@anodec/eval';
import { evaluate } from './evaluate.js';
import { rangeAreas } from './range-areas.js';
import { rankingMetrics, rankScores } from './ranking.js';
import { allMetrics } from './registry.js';
import { rowsOf } from './rows.fixture.js';

type Print = (line: string) => void;

const ATTACKS = 40;
const CHANNELS = Array.from({ length: 51 }, (_, c) => `c${c}`);
/** Of smoothed noise: about one row in a hundred outside attacks. */
const THRESHOLD = 2.3;

/** Times the panel, and prints what it took. */
export async function bench(
  print: Print = console.log,
  { rows = '450000', python }: { rows?: string; python?: string } = {},
): Promise<void> {
  const recording = recordingOf(Number(rows));
  const { frame, detection, attacks } = recording;
  const [{ model }] = cpus();
  print(`${cpus().length} cores ${model.trim()}, Node ${process.versions.node}`);
  const before = process.cpuUsage();
  const { value, seconds } = timed(() => evaluate(detection, frame, { attacks }));
  const { user, system } = process.cpuUsage(before);
  const { metrics, floors } = value;
  const draws = floors.map(({ name, draws: n, costlyDraws }) => `${name}: ${n} (${costlyDraws})`);
  print(
    `${allMetrics().length} metrics, ${floors.length} floors on ${rows} rows, ${ATTACKS} attacks, ` +
      `${CHANNELS.length} channels, ${detection.alarms.length} alarms: ` +
      `${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor time`,
  );
  print(`draws, in brackets of metrics that take long: ${draws.join(', ')}`);
  print(`AUROC ${metrics.auroc?.toFixed(6)}, AUPRC ${metrics.auprc?.toFixed(6)}`);
  compareAreas(print, frame.labels, detection.score, python);
}

/** A day-like recording: attacks of 100 to 2,000 rows, one of 36,000, scores smoothed as by a policy. */
function recordingOf(T: number) {
  const random = createRandom(1);
  const space = Math.floor(T / (ATTACKS + 1));
  const attacks = Array.from({ length: ATTACKS }, (_, i) => {
    const first = (i + 1) * space - Math.floor(space / 2);
    const length = i === 20 ? space - 1000 : 100 + random.integer(Math.min(1900, space >> 1));
    const channels = [CHANNELS[random.integer(CHANNELS.length)]];
    return {
      name: `Attack ${i + 1}`,
      start: first,
      end: first + length,
      channels,
      leavesTrace: true,
    };
  });
  const labels = new Uint8Array(T);
  for (const { start, end } of attacks) labels.fill(1, start, end + 1);
  const score = new Float32Array(T);
  let level = 0;
  for (let t = 0; t < T; t++) {
    level = 0.95 * level + 0.31 * random.normal();
    score[t] = level + (labels[t] !== 0 ? 2 : 0);
  }
  const channelScores = Float32Array.from({ length: T * CHANNELS.length }, () => random.normal());
  const timestamps = Float64Array.from({ length: T }, (_, t) => t * 1000);
  const values = new Float32Array(T * CHANNELS.length);
  const frame = createFrame({ values, channels: CHANNELS, timestamps, clock: 'elapsed', labels });
  const alarms = flagSegments(score, (value) => value > THRESHOLD).map((rows): Alarm => {
    const [start, end] = [timestamps[rows.start], timestamps[rows.end - 1]];
    const peak = { row: rows.start, time: start, value: score[rows.start] };
    const channels = rankChannels(channelScores, CHANNELS, rows);
    return { rows, start, end, lasts: end - start + 1000, peak, mean: peak.value, channels };
  });
  const rule = 'made up';
  const threshold = { sawLabels: false, kind: 'fixed', value: THRESHOLD, rule, scores: 1 } as const;
  return {
    frame: { ...frame, labels },
    detection: { score, channelScores, threshold, alarms },
    attacks: attacks.map((one) => ({ ...one, start: one.start * 1000, end: one.end * 1000 })),
  };
}

interface Timed<Value> {
  readonly value: Value;
  readonly seconds: number;
}

function timed<Value>(compute: () => Value): Timed<Value> {
  const start = performance.now();
  const value = compute();
  return { value, seconds: (performance.now() - start) / 1000 };
}

/** The areas here and there, value and time. */
function compareAreas(print: Print, labels: Uint8Array, scores: Float32Array, python?: string) {
  const ranked = timed(() => rankingMetrics(rankScores(labels, scores)));
  const one = timed(() => rangeAreas(rowsOf({ labels, scores }), 100));
  print(`ranking, AUROC and AUPRC: ${ranked.seconds.toFixed(2)} s`);
  print(`ranking, R-AUC and VUS over 101 buffers: ${one.seconds.toFixed(2)} s`);
  if (python === undefined) {
    print('scikit-learn and NumPy: not timed, because no --python PATH was given.');
    return;
  }
  const peer = peerAreas(python, labels, scores);
  print(
    `${peer.versions}: AUROC ${peer.auroc.seconds.toFixed(2)} s, AUPRC ${peer.auprc.seconds.toFixed(2)} s, ` +
      `R-AUC at one buffer ${peer.range.seconds.toFixed(2)} s`,
  );
  const pairs = [
    ['AUROC', ranked.value.auroc, peer.auroc.value],
    ['AUPRC', ranked.value.auprc, peer.auprc.value],
    ['R-AUC-ROC', one.value?.range.roc, peer.range.value[0]],
    ['R-AUC-PR', one.value?.range.pr, peer.range.value[1]],
  ] as const;
  for (const [name, own, other] of pairs) {
    print(`${name}: ${own} here, ${other} there, ${Math.abs((own ?? NaN) - other)} apart`);
  }
}

interface PeerAreas {
  readonly versions: string;
  readonly auroc: Timed<number>;
  readonly auprc: Timed<number>;
  readonly range: Timed<[roc: number, pr: number]>;
}

function peerAreas(python: string, labels: Uint8Array, scores: Float32Array): PeerAreas {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-metrics-'));
  try {
    const files = ['labels', 'scores'].map((name) => join(folder, name));
    writeFileSync(files[0], labels);
    writeFileSync(files[1], scores);
    const script = fileURLToPath(new URL('metrics-peer.py', import.meta.url));
    return JSON.parse(execFileSync(python, [script, ...files], { encoding: 'utf8' })) as PeerAreas;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
