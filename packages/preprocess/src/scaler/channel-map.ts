/** From the unit of one channel to scaled values and back: what a scaler learns about a channel. */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import { z } from 'zod';

/** Scaled = (raw − offset) / scale. Any scaler may learn a linear map. */
export interface LinearMap {
  readonly offset: number;
  /** Above zero. */
  readonly scale: number;
}

/** A map in a form of the scaler's own; plain JSON data without a property `scale`. */
export type OwnMap = Readonly<Record<string, unknown>>;

/** What a scaler learned about one channel; plain data, so that it can be kept as JSON. */
export type ChannelMap = LinearMap | OwnMap;

/** The two directions of a map; NaN gives NaN. */
export interface ChannelScaling {
  readonly scale: (reading: number) => number;
  readonly invert: (scaled: number) => number;
}

/** Schema of a linear map. */
export const LinearMap = z.strictObject({ offset: z.number(), scale: z.number().positive() });

/** An entry of the table of scalers. */
export interface ScalerRule<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** Schema of its own form of map; absent where all maps are linear. */
  readonly map?: z.ZodType<OwnMap>;
  /**
   * Learns the map of one channel that moved.
   *
   * @param readings (N), any order, all finite, not all equal
   */
  fit(settings: unknown, readings: Float32Array): ChannelMap;
  /** The directions of a map in its own form. */
  open(map: OwnMap): ChannelScaling;
  /** Whether a channel that never moved is mapped by `fit`, too, instead of being centred. */
  readonly fitsConstants?: boolean;
}

/** Makes a scaler whose maps are linear. */
export function defineLinearScaler<Settings extends VariantSettings>(
  settings: Settings,
  fit: (readings: Float32Array, settings: z.output<Settings>) => LinearMap,
): ScalerRule<Settings> {
  return {
    settings,
    fit: (given, readings) => fit(readings, parseConfig(settings, given)),
    open: () => {
      throw new Error(`${settings.shape.kind.value} has linear maps only`);
    },
  };
}

/** Parts of a scaler with maps of its own form. */
export interface ScalerParts<Settings extends VariantSettings, Map extends OwnMap> {
  readonly settings: Settings;
  readonly map: z.ZodType<Map>;
  readonly fit: (readings: Float32Array, settings: z.output<Settings>) => Map;
  readonly scale: (map: Map, reading: number) => number;
  readonly invert: (map: Map, scaled: number) => number;
}

/** Makes a scaler whose maps have a form of its own. */
export function defineScaler<Settings extends VariantSettings, Map extends OwnMap>({
  settings,
  map: schema,
  fit,
  scale,
  invert,
}: ScalerParts<Settings, Map>): ScalerRule<Settings> {
  return {
    settings,
    map: schema,
    fit: (given, readings) => fit(readings, parseConfig(settings, given)),
    open: (given) => {
      const map = schema.parse(given);
      return {
        scale: (reading) => scale(map, reading),
        invert: (scaled) => invert(map, scaled),
      };
    },
  };
}

/** Whether a map is linear. */
export function isLinear(map: ChannelMap): map is LinearMap {
  return 'scale' in map;
}

/** The directions of a map that `rule` learned, or of a linear one. */
export function openMap(rule: ScalerRule, map: ChannelMap): ChannelScaling {
  if (!isLinear(map)) return rule.open(map);
  const { offset, scale } = map;
  return {
    scale: (reading) => (reading - offset) / scale,
    invert: (scaled) => scaled * scale + offset,
  };
}
