/** Layers one after the other, and marks for outputs that others want to read. */
import { type Layer, plainLayer, type Weights } from './layer.js';

/** Each layer takes the output of the one before. */
export function sequential(...layers: readonly Layer[]): Layer {
  return (input) => {
    let size = input;
    const built = layers.map((layer) => {
      const one = layer(size);
      ({ size } = one);
      return one;
    });
    return {
      size,
      weights: Object.assign({}, ...built.map(({ weights }) => weights)) as Weights,
      run: (pass, values) => built.reduce((current, layer) => layer.run(pass, current), values),
    };
  };
}

/** Hands what the layer before made to the receiver of features, under a name or several. */
export function feature(...names: readonly string[]): Layer {
  return plainLayer(({ features }, input) => {
    for (const name of names) if (features) features[name] = input;
    return input;
  });
}
