/** The LSTM in WGSL; see `recurrent/cells/lstm.ts` for the formulas. `extra` is the old cell state. */
import type { WgslCell } from './cell.js';

/** The LSTM for the shaders. */
export const wgslLstm: WgslCell = {
  name: 'lstm',
  gates: 4,
  hasCell: true,
  separateGradients: false,

  forward: /* wgsl */ `
fn forward(x: vec4f, r: vec4f, hidden: f32, cell: f32) -> Forward {
  let a = x + r;
  let i = sigmoid(a.x);
  let f = sigmoid(a.y);
  let g = tangent(a.z);
  let o = sigmoid(a.w);
  let c = f * cell + i * g;
  return Forward(vec4f(i, f, g, o), cell, o * tangent(c), c);
}
`,

  backward: /* wgsl */ `
fn backward(gates: vec4f, extra: f32, hidden: f32, dHidden: f32, dCell: f32) -> Backward {
  let i = gates.x;
  let f = gates.y;
  let g = gates.z;
  let o = gates.w;
  let tanhC = tangent(f * extra + i * g);
  let dc = dCell + dHidden * o * (1.0 - tanhC * tanhC);
  let d = vec4f(
    dc * g * i * (1.0 - i),
    dc * extra * f * (1.0 - f),
    dc * i * (1.0 - g * g),
    dHidden * tanhC * o * (1.0 - o),
  );
  return Backward(d, d, 0.0, dc * f);
}
`,
};
