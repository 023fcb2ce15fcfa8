/** A report of a made-up recording with two attacks with an effect, one without, and a false alarm. */
import { type Attack, createFrame, createRandom, parseConfig } from '@anodec/core';
import { AlarmPolicyConfig, applyAlarmPolicy, fitAlarmPolicy } from '@anodec/eval';
import { type TestRecording } from '@anodec/metrics';
import { createReport, detectorResult, type EvaluationReport } from './report.js';

const CHANNELS = ['LIT101', 'FIT101 <b>', 'AIT201'];
const START = Date.UTC(2015, 11, 28, 10);
const T = 2000;

/** Rows of ten seconds. */
function attack(number: number, row: number, rows: number, leavesTrace = true): Attack {
  const start = START + row * 10_000;
  const end = start + rows * 10_000;
  return { name: `Attack ${number}`, start, end, channels: ['LIT101'], leavesTrace };
}

export const ATTACKS = [attack(1, 500, 40), attack(2, 1000, 30), attack(3, 1500, 30, false)];

/** LIT101 deviates during attack 1; once more during no attack. */
function recordingOf(seed: number, attacked: boolean) {
  const random = createRandom(seed);
  const channels = Float32Array.from({ length: T * 3 }, (_, i) => {
    const [t, c] = [Math.floor(i / 3), i % 3];
    const deviates = attacked && c === 0 && ((t >= 500 && t < 540) || (t >= 1800 && t < 1810));
    return random.uniform() + (deviates ? 30 : 0);
  });
  const timestamps = Float64Array.from({ length: T }, (_, t) => START + t * 10_000);
  const frame = createFrame({ values: channels, channels: CHANNELS, timestamps });
  return { frame, scores: { rows: new Float32Array(T), channels } };
}

const config = parseConfig(AlarmPolicyConfig, { threshold: { kind: 'max', margin: 1.2 } });

/** The test recording, scored. */
export function testRecording(): TestRecording {
  const normal = { training: [recordingOf(1, false)], validation: [recordingOf(2, false)] };
  const recording = recordingOf(3, true);
  const detection = applyAlarmPolicy(fitAlarmPolicy(config, normal), recording);
  return { frame: recording.frame, detection, attacks: ATTACKS };
}

/** Its report, with a baseline beside the primary detector. */
export function reportOf(...tests: TestRecording[]): EvaluationReport {
  const result = detectorResult('LSTM autoencoder', tests);
  return createReport({
    title: 'What was found in <attack.csv>',
    created: '2026-11-22 04:00:00',
    clock: 'utc',
    results: [result, { ...result, name: 'PCA' }],
    data: [{ name: 'File', value: '<attack.csv> | dirty' }],
    run: [{ name: 'Seed', value: '42' }],
    settings: { alarmPolicy: config, note: '</pre><script>alert(1)</script>' },
  });
}
