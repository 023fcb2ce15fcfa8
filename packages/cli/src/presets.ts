/** `--preset NAME`: settings of the model group that stand under one name. */
import { ConfigError } from '@anodec/core';
import { applyPreset } from '@anodec/model';
import type { GivenSettings } from '@anodec/pipeline';

/** Puts the settings of a preset under those that were given; see `presets` of the model package. */
export function withPreset(given: GivenSettings): GivenSettings {
  const model = applyPreset(given.model ?? {});
  if (typeof model !== 'object' || model === null) throw new ConfigError('model must be settings.');
  return { ...given, model: { ...model } };
}
