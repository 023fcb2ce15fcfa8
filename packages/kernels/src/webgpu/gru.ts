/**
 * The GRU in WGSL; see `recurrent/cells/gru.ts` for the formulas. `extra` is the hidden state's
 * part of n, before the reset gate.
 */
import type { WgslCell } from './cell.js';

/** The GRU for the shaders. */
export const wgslGru: WgslCell = {
  name: 'gru',
  gates: 3,
  hasCell: false,
  separateGradients: true,

  forward: /* wgsl */ `
fn forward(x: vec4f, r: vec4f, hidden: f32, cell: f32) -> Forward {
  let reset = sigmoid(x.x + r.x);
  let z = sigmoid(x.y + r.y);
  let n = tangent(x.z + reset * r.z);
  return Forward(vec4f(reset, z, n, 0.0), r.z, (1.0 - z) * n + z * hidden, cell);
}
`,

  backward: /* wgsl */ `
fn backward(gates: vec4f, extra: f32, hidden: f32, dHidden: f32, dCell: f32) -> Backward {
  let r = gates.x;
  let z = gates.y;
  let n = gates.z;
  let dn = dHidden * (1.0 - z) * (1.0 - n * n);
  let dr = dn * extra * r * (1.0 - r);
  let dz = dHidden * (hidden - n) * z * (1.0 - z);
  return Backward(vec4f(dr, dz, dn, 0.0), vec4f(dr, dz, dn * r, 0.0), dHidden * z, dCell);
}
`,
};
