/**
 * The network for PyTorch: model.safetensors, weights under PyTorch's names with everything else as text beside
 * them, and load_model.py, which loads it into torch.nn and reconstructs readings.
 */
import { ConfigError } from '@anodec/core';
import { encodeSafetensors, toTorchWeights } from '@anodec/model';
import { type ExportedRun, primaryOf } from '@anodec/pipeline';
import type { ExportContent, ExportFormat } from '../format.js';
import { checkKnownNetwork } from '../known-network.js';
import { linearScaling } from '../linear-scaling.js';
import { remedyFor } from '../other-format.js';
import { LOAD_MODEL } from './load-model.js';

/** The files of the format. */
export interface TorchContent extends ExportContent {
  readonly files: { readonly 'model.safetensors': Uint8Array; readonly 'load_model.py': string };
}

/** PyTorch weights. */
export const safetensorsFormat = {
  purpose: 'weights for torch.nn and a Python program that loads them',
  make(trained: ExportedRun): TorchContent {
    const { detector, title } = primaryOf(trained);
    const state = detector.state();
    if (state.detector !== 'autoencoder' && state.detector !== 'untrained') {
      throw new ConfigError(
        `The detector must be a network of one window length to be exported as safetensors, got ${title}. ` +
          remedyFor(state),
      );
    }
    checkKnownNetwork(state, 'safetensors');
    const { preprocessing } = trained;
    const scaling = linearScaling(preprocessing);
    const metadata = {
      format: 'pt', // as Python's safetensors writes it
      network: JSON.stringify(state.config),
      channels: JSON.stringify(state.channels),
      scaling: JSON.stringify(typeof scaling === 'string' ? null : scaling),
    };
    const notes = [
      ...(typeof scaling === 'string'
        ? [`load_model.py takes inputs that are scaled already, because ${scaling}.`]
        : []),
      ...(preprocessing.recentring
        ? ['Channels that drift are not re-centred outside anodec.']
        : []),
    ];
    return {
      files: {
        'model.safetensors': encodeSafetensors(toTorchWeights(state.arrays), metadata),
        'load_model.py': LOAD_MODEL,
      },
      notes,
    };
  },
} satisfies ExportFormat;
