/** The gradients of TensorFlow.js's own operations, which layers are made of and its build for Node lacks. */
import { hasGradient } from '@anodec/kernels/gradients';

/** To be called before anything is differentiated: it keeps the import that registers them. */
export function requireGradients(): void {
  if (!hasGradient('Conv2D')) throw new Error('The gradients of TensorFlow.js must be registered.');
}
