/** The element-wise part of a cell in WGSL, one hidden unit of one sequence at a time. */

/**
 * A cell as two functions of WGSL. Gates of a unit are one vec4f, in PyTorch's order; in a GRU
 * the fourth is 0.
 */
export interface WgslCell {
  readonly name: 'lstm' | 'gru';
  /** G */
  readonly gates: 3 | 4;
  /** Whether there is a cell state beside the hidden one. */
  readonly hasCell: boolean;
  /** Whether the two parts of the gates have different gradients; backward then reads h too. */
  readonly separateGradients: boolean;
  /**
   * `fn forward(x: vec4f, r: vec4f, hidden: f32, cell: f32) -> Forward`: one row, from the input's
   * and the hidden state's part of the gates and from the old states.
   */
  readonly forward: string;
  /**
   * `fn backward(gates: vec4f, extra: f32, hidden: f32, dHidden: f32, dCell: f32) -> Backward`: from
   * the values that forward saved, the old hidden state and the gradients of the new states.
   */
  readonly backward: string;
}

/**
 * Functions of both cells. Neither overflows: the argument of `exp` is never above zero. NaN gives NaN.
 * Near zero the quotient of tanh would lose digits to cancellation; the first terms of its series do not.
 */
export const ACTIVATIONS = /* wgsl */ `
struct Forward { gates: vec4f, extra: f32, hidden: f32, cell: f32 }
struct Backward { input: vec4f, recurrent: vec4f, hidden: f32, cell: f32 }

fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(1.0, e, x < 0.0) / (1.0 + e);
}

fn tangent(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  let far = (1.0 - e) / (1.0 + e);
  let q = x * x;
  let near = x * (1.0 + q * (-1.0 / 3.0 + q * (2.0 / 15.0 + q * (-17.0 / 315.0 + q * 62.0 / 2835.0))));
  return select(select(far, -far, x < 0.0), near, abs(x) < 0.25);
}
`;
