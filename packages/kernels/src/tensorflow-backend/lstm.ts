/**
 * The LSTM as TensorFlow's `BlockLSTMV2` and `BlockLSTMGradV2`: all steps in one operation, on the
 * processor and with CUDA.
 *
 * Its gates stand in PyTorch's order i, f, g, o (the first version's in i, g, f, o), and it adds
 * nothing to the forget gate. One matrix multiplies input and hidden state and one bias is added, so a
 * constant input is repeated and multiplied again at every step.
 */
import type { RecurrentCall, RecurrentResult, RecurrentTensors } from '../recurrent/kernel.js';
import { tf } from '../tensorflow.js';
import { executeAll, int64 } from './executor.js';
import { inputSteps, type Steps, stepsOf } from './steps.js';

/** i, the cell states, f, o, g, the tanh of the cell states, and the hidden states; (W, B, H) each. */
const OUTPUTS = 7;
const [CELLS, HIDDENS] = [1, 6];

/** The recurrent kernel; it declines nothing. */
export function tensorflowLstm(call: RecurrentCall): RecurrentResult {
  const { W, H } = call.sizes;
  const { weightIh, weightHh, biasIh, biasHh, initialHidden, initialCell } = call.tensors;
  const steps = stepsOf(call);
  const input = inputSteps(call, steps);
  const weights = tf.transpose(tf.concat([weightIh, weightHh], 1)); // (I + H, 4H)
  const given = [input, initialCell, initialHidden, weights, ...peepholes(H)];
  const bias = tf.add(biasIh, biasHh);
  const outputs = executeAll('BlockLSTMV2', [int64(W), ...given, bias], OUTPUTS, {
    floats: { cell_clip: 0 }, // does not clip
    flags: { use_peephole: false },
  });
  const hiddens = outputs[HIDDENS];
  return {
    value:
      call.output === 'last'
        ? steps.last(hiddens, initialHidden)
        : steps.toRows(steps.clear(hiddens)),
    finalCell: call.finalCell ? steps.last(outputs[CELLS], initialCell) : undefined,
    saved: [...given, bias, ...outputs],
    backward: (dValue, dFinalCell, saved) => backward(call, steps, dValue, dFinalCell, saved),
  };
}

function backward(
  call: RecurrentCall,
  steps: Steps,
  dValue: tf.Tensor,
  dFinalCell: tf.Tensor | undefined,
  saved: tf.Tensor[],
): Partial<RecurrentTensors> {
  const { W, I } = call.sizes;
  const last = call.output === 'last';
  const dHiddens = last ? steps.fromLast(dValue) : steps.clear(steps.fromRows(dValue));
  const dCells = dFinalCell ? steps.fromLast(dFinalCell) : tf.zerosLike(dHiddens);
  const given = [int64(W), ...saved, dCells, dHiddens];
  const flags = { use_peephole: false };
  const gradients = executeAll('BlockLSTMGradV2', given, 8, { flags });
  const [dInput, dCell, dHidden, dWeights, , , , bias] = gradients;
  const rows = tf.transpose(dWeights); // (4H, I + H)
  return {
    weightIh: tf.slice(rows, [0, 0], [-1, I]),
    weightHh: tf.slice(rows, [0, I], [-1, -1]),
    biasIh: bias,
    biasHh: tf.clone(bias),
    initialHidden: last ? tf.add(dHidden, steps.fromLastToInitial(dValue)) : dHidden,
    initialCell: dFinalCell ? tf.add(dCell, steps.fromLastToInitial(dFinalCell)) : dCell,
    ...(call.inputGradient && { input: inputGradient(call, steps, dInput) }),
  };
}

function inputGradient({ sizes }: RecurrentCall, steps: Steps, dInput: tf.Tensor): tf.Tensor {
  return sizes.constantInput ? tf.sum(dInput, 0) : steps.toRows(dInput);
}

/** Weights from the cell state to three gates: unused, but the operation requires them. */
function peepholes(H: number): tf.Tensor[] {
  const none = tf.zeros([H]);
  return [none, none, none];
}
