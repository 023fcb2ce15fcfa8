/** Small networks with random weights, as tests use them. */
import { GanConfig } from '../config.js';
import { assembleGan, type Gan, sizesOf } from '../gan.js';
import { buildGan, drawGan } from '../gan-networks.js';
import { type VariantName, variants } from '../variants.js';

/** Values of a day. */
export const WIDTH = 16;

/** Random numbers of a day. */
export const LATENT = 5;

/** Smallest and largest value of the days. */
export const SCALE = { minimum: 3, maximum: 23 };

/** A model that nothing was learned by; each pair of networks has weights of its own. */
export async function drawnGan(variant: VariantName, classes: number): Promise<Gan> {
  const settings = GanConfig.parse({ variant, capacity: 1 / 16, latentSize: LATENT });
  const own = variants[variant].hasLabels ? classes : 1;
  const built = buildGan(variant, sizesOf(settings, WIDTH, own));
  const pairs = Array.from({ length: classes / own }, (_, pair) => drawGan(built, pair));
  return assembleGan({ classes, width: WIDTH, ...SCALE, days: [], dataHash: '', settings }, pairs);
}
