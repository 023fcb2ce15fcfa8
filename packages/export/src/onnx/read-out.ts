/** From hidden states of a decoder to rows, as operators: attention over the encoder's states, and the linear output. */
import { linear, type NetworkGraph, product } from './layers.js';

/**
 * Makes the read-out of a decoder, to be used for one row or for all. With attention hidden states are first replaced
 * by tanh(combine · [context; hidden]), see `@anodec/model`, autoencoder/read-out.ts.
 *
 * @param memory (W, B, K), what the decoder attends to
 * @returns a function of hidden states, (R, B, H) to (R, B, C)
 */
export function createReadOut(network: NetworkGraph, memory: string): (hidden: string) => string {
  const { attention } = network.config;
  if (attention === 'none') return linear(network, 'output');
  const { graph } = network;
  const query =
    attention === 'general' ? product(network, 'attention') : (hidden: string) => hidden;
  const combine = linear(network, 'combine');
  const output = linear(network, 'output');
  const rows = graph.node('Transpose', [memory], { perm: [1, 0, 2] }); // (B, W, K)
  const keys = graph.node('Transpose', [memory], { perm: [1, 2, 0] }); // (B, K, W)
  return (hidden) => {
    const asked = graph.node('Transpose', [query(hidden)], { perm: [1, 0, 2] }); // (B, R, K)
    const weights = graph.node('Softmax', [graph.node('MatMul', [asked, keys])], { axis: 2 });
    const found = graph.node('MatMul', [weights, rows]);
    const context = graph.node('Transpose', [found], { perm: [1, 0, 2] });
    const both = graph.node('Concat', [context, hidden], { axis: 2 });
    return output(graph.node('Tanh', [combine(both)]));
  };
}
