// first, and for what it does: models of tfjs-layers need the gradients and chained operations
export { hasGradient } from '../gradients.js';
export { FusedGRU, type FusedGruArgs } from './fused-gru.js';
export { FusedLSTM, type FusedLstmArgs } from './fused-lstm.js';
