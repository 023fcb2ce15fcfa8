/** Settings of any classifier of the registry: its name as `kind`, and its options. */
import { createVariants, type Variant, variantSettings } from '@anodec/core';
import { classifiers } from './registry.js';

const variants = createVariants<Variant>(
  'classifier',
  'random-forest',
  Object.entries(classifiers).map(([kind, { schema }]) => ({
    settings: variantSettings(kind, schema.description ?? kind, schema.shape),
  })),
);

/** The discriminated union over the registry; without `kind` a random forest. */
export const ClassifierSettings = variants.schema.describe('Classifier of the registry');
