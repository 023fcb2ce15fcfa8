/** Every trial comes to its end. */
import { variantSettings } from '@anodec/core';
import { definePruner } from './pruner.js';

const NoneConfig = variantSettings('none', 'Every trial comes to its end', {});

export const none = definePruner(NoneConfig, () => ({ prunes: () => false }));
