/** The colours of pages, light and dark, as declarations of custom properties. */

/** Declarations for a light page and for a dark one. */
export interface PageColours {
  readonly light: string;
  readonly dark: string;
}

/** Texts, lines, grounds and marks. */
export const PAGE_COLOURS: PageColours = {
  light:
    'color-scheme: light; --ink: #1f2933; --soft: #52606d; --line: #d9e0e6; --paper: #ffffff; --shade: #f5f7f9; --accent: #0072b2; --other: #d55e00; --band: #cfe3f1; --good: #00684c; --bad: #b03a00; --doubtful: #e69f00; --minus: 213, 94, 0; --plus: 0, 114, 178;',
  dark: 'color-scheme: dark; --ink: #e4e7eb; --soft: #9fb0c0; --line: #3e4c59; --paper: #171c22; --shade: #212933; --accent: #6cb8e6; --other: #ff9d6b; --band: #2b4a5f; --good: #5fd3a8; --bad: #ff9d6b; --minus: 255, 157, 107; --plus: 108, 184, 230;',
};

/** What widgets add: attacks, alarms and flagged rows. */
export const WIDGET_COLOURS: PageColours = {
  light: '--attack: #f6c3b5; --alarm: #d55e00; --flag: #8a5a9e;',
  dark: '--attack: #6b3a2e; --alarm: #ff9d6b; --flag: #d3a6e0;',
};

/** Rules for the root of a page: light, dark where the reader's system is dark. */
export function colourRules({ light, dark }: PageColours): string {
  return `:root { ${light} }\n@media (prefers-color-scheme: dark) { :root { ${dark} } }`;
}

/**
 * Rules for a part of a notebook, nested in those of the part: an editor whose theme is light or dark decides, whatever
 * the reader's system is.
 *
 * Source: the classes of body in a webview of VS Code (https://code.visualstudio.com/api/extension-guides/webview) and
 * the attribute that JupyterLab and the pages of nbconvert set on body.
 */
export function editorColourRules(all: readonly PageColours[]): string {
  const join = (shade: keyof PageColours) => all.map((colours) => colours[shade]).join(' ');
  return `${LIGHT_EDITORS} { ${join('light')} } ${DARK_EDITORS} { ${join('dark')} }`;
}

const LIGHT_EDITORS =
  ".vscode-light &, .vscode-high-contrast-light &, [data-jp-theme-light='true'] &";
const DARK_EDITORS =
  ".vscode-dark &, .vscode-high-contrast:not(.vscode-high-contrast-light) &, [data-jp-theme-light='false'] &";
