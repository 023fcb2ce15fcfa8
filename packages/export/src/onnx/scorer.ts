/**
 * The scorer of a run as one ONNX model: windows of raw readings in, the score of the last row of each out.
 *
 * Everything but the network computes in double precision and is rounded where anodec rounds, so that what the
 * scorer and anodec differ in is the rounding of the recurrent layers alone.
 */
import { ConfigError } from '@anodec/core';
import { encodeModel, Graph, OPSET } from '@anodec/onnx';
import { codeVersion, type ExportedRun, leftOutOf, primaryOf } from '@anodec/pipeline';
import { linearScaling } from '../linear-scaling.js';
import { normaliseErrors, poolScores } from './alarm-policy.js';
import { detectorErrors } from './detectors.js';
import { scaleReadings } from './readings.js';

/** An ONNX model and what it leaves out. */
export interface OnnxScorer {
  readonly bytes: Uint8Array;
  /** R, rows of a window of readings. */
  readonly rows: number;
  readonly leftOut: readonly string[];
}

/**
 * Makes the model of a run. Its input `readings` is (batch, R, C), double precision in the units of the sensors, NaN for
 * a missing one, rows without a gap at the interval of training. Its outputs are `score` (batch), `channel_scores` and
 * `channel_errors` (batch, C), single precision, NaN where there is none.
 *
 * @param version of the program, which the file names as its producer
 * @throws ConfigError when a part of the run is no function of a window
 */
export function onnxScorer(run: ExportedRun, version = codeVersion()): OnnxScorer {
  const { preprocessing } = run;
  const { detector, alarmPolicy, input, title } = primaryOf(run);
  const state = detector.state();
  const scaling = linearScaling(preprocessing);
  if (typeof scaling === 'string' || input === 'raw') {
    throw new ConfigError(
      `Readings must be scaled channel by channel by two numbers to be exported as ONNX, but ` +
        `${typeof scaling === 'string' ? scaling : 'the detector reads them as they are'}. Export the run as web.`,
    );
  }
  const C = preprocessing.channels.length;
  const rows = detector.lookback + 1;
  const graph = new Graph();
  const readings = graph.input('readings', 'double', ['batch', rows, C]);
  const errors = detectorErrors(graph, state, scaleReadings(graph, readings, scaling, rows));
  const scores = normaliseErrors(graph, alarmPolicy, errors);
  const score = poolScores(graph, alarmPolicy, scores, C);
  graph.output('score', score, 'float', ['batch']);
  graph.output('channel_scores', scores, 'float', ['batch', C]);
  graph.output('channel_errors', errors, 'float', ['batch', C]);
  const leftOut = leftOutOf(preprocessing, alarmPolicy);
  const bytes = encodeModel(graph, {
    name: 'anodec_scorer',
    description: `${title}: the score of the last of ${rows} rows of ${C} channels.`,
    producer: { name: 'anodec', version },
    metadata: metadataOf(run, { rows, leftOut }),
  });
  return { bytes, rows, leftOut };
}

/** Everything that a user of the file needs to know, as text. */
function metadataOf(
  run: ExportedRun,
  { rows, leftOut }: Pick<OnnxScorer, 'rows' | 'leftOut'>,
): Record<string, string> {
  const { preprocessing, learnedFrom } = run;
  const { alarmPolicy, title } = primaryOf(run);
  const { threshold } = alarmPolicy;
  return {
    detector: title,
    channels: JSON.stringify(preprocessing.channels),
    rows: String(rows),
    opset: String(OPSET),
    ...(preprocessing.period !== undefined && { period_ms: String(preprocessing.period) }),
    threshold: String(threshold.value),
    threshold_rule: threshold.rule,
    threshold_saw_labels: String(threshold.sawLabels),
    left_out: JSON.stringify(leftOut),
    learned_from: JSON.stringify(
      learnedFrom.map(({ source, fingerprint }) => ({ source, sha256: fingerprint.sha256 })),
    ),
  };
}
