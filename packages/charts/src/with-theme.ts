/** A specification in the colours of a theme. */
import { type ColourName, COLOURS, DARK_COLOURS } from './colours.js';
import type { ChartSpec } from './theme.js';

/** Names of the themes. */
export const THEMES = ['light', 'dark'] as const;

/** Name of a theme. */
export type Theme = (typeof THEMES)[number];

const DARK_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(COLOURS).map(([name, colour]) => [colour, DARK_COLOURS[name as ColourName]]),
);

/**
 * The specification with every colour of `COLOURS` replaced by that of the theme; data and other colours stay
 * as they are.
 *
 * @param spec in the colours of the light theme, as all functions of this package make it
 */
export function withTheme(spec: ChartSpec, theme: Theme): ChartSpec {
  if (theme === 'light') return spec;
  const { usermeta } = spec;
  const dark = replaceColours(spec) as ChartSpec;
  return { ...dark, usermeta: { ...(usermeta as object | undefined), theme } };
}

/** The theme that a specification is made for. */
export function themeOf({ usermeta }: ChartSpec): Theme {
  return (usermeta as { theme?: Theme } | undefined)?.theme ?? 'light';
}

function replaceColours(part: unknown): unknown {
  if (typeof part === 'string') return DARK_OF.get(part) ?? part;
  if (Array.isArray(part)) return part.map(replaceColours);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === 'data' ? value : replaceColours(value),
    ]),
  );
}
