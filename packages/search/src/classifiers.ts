/** The classifiers and their settings as one group: `kind` names the classifier, the other settings are its own. */
import { classifiers } from '@anodec/classifiers';
import {
  type Classifier,
  type ClassifierEntry,
  createClassifier as create,
  createVariants,
  namesOptions,
  type Variant,
} from '@anodec/core';
import { z } from 'zod';

const table = createVariants<Variant>(
  'classifier',
  'random-forest',
  Object.entries<ClassifierEntry>(classifiers).map(([name, entry]) => {
    const named = entry.schema.safeExtend({ kind: z.literal(name) });
    const error = namesOptions(name, Object.keys(entry.schema.shape));
    return { settings: named.clone({ ...named.def, error }) };
  }),
);

/** Settings of one classifier: its name and its own settings, checked. */
export type ClassifierConfig = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Settings of a classifier, those of the variant that `kind` names. */
export const ClassifierConfig = table.schema.describe(
  'Classifier that learns the labels',
) as unknown as z.ZodType<ClassifierConfig>;

/** Makes a classifier that is not fitted. @throws ConfigError when a setting is not known */
export function createConfiguredClassifier({ kind, ...options }: ClassifierConfig): Classifier {
  return create(classifiers, kind, options);
}
