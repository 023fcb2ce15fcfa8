/** Pages that need nothing else: no network, style and script inline. */

/** What a page is put together from. */
export interface Page {
  readonly title: string;
  /** HTML; everything that comes from files must have been escaped. */
  readonly body: string;
  /** Further rules after the common ones. */
  readonly style?: string;
  /** Runs when the body is there. */
  readonly script?: string;
}

/** The whole document. */
export function htmlPage({ title, body, style = '', script }: Page): string {
  // a script cannot hold the end of its own element; a lone "</" may be part of a pattern
  const inside = script?.replaceAll(/<\/(?=script)/gi, '<\\/');
  const run = inside === undefined ? '' : `<script>${inside}</script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="anodec">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<main>
${body}
</main>
${run}
</body>
</html>
`;
}

/** Figures large, each with a few words under it; both are escaped. */
export function htmlTiles(tiles: readonly (readonly [value: string, what: string])[]): string {
  const all = tiles.map(
    ([value, what]) =>
      `<div class="tile"><strong>${escapeHtml(value)}</strong><span>${escapeHtml(what)}</span></div>`,
  );
  return `<div class="tiles">${all.join('')}</div>`;
}

/** The five signs that mean something in HTML, as text. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign]);
}

/** Light, dark where the reader's system is dark. */
const STYLE = `
:root { --ink: #1f2933; --soft: #52606d; --line: #d9e0e6; --paper: #ffffff; --shade: #f5f7f9; --accent: #0072b2; --other: #d55e00; --band: #cfe3f1; --good: #00684c; --bad: #b03a00; --minus: 213, 94, 0; --plus: 0, 114, 178; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --soft: #9fb0c0; --line: #3e4c59; --paper: #171c22; --shade: #212933; --accent: #6cb8e6; --other: #ff9d6b; --band: #2b4a5f; --good: #5fd3a8; --bad: #ff9d6b; --minus: 255, 157, 107; --plus: 108, 184, 230; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 1280px; margin: 0 auto; padding: 28px 24px 64px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 8px; }
.soft { color: var(--soft); margin: 4px 0 12px; max-width: 90ch; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; }
.tile { flex: 1 1 150px; padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--shade); }
.tile strong { display: block; font-size: 26px; line-height: 1.25; color: var(--accent); font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: 13px; }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 9px; text-align: left; vertical-align: middle; }
thead th { background: var(--shade); color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody tr { border-top: 1px solid var(--line); }
.number { text-align: right; white-space: nowrap; }
svg { display: block; }
.bars { fill: var(--accent); }
.bars.other { fill: none; stroke: var(--other); stroke-width: 1.4; }
.band { fill: var(--band); }
.mean { fill: none; stroke: var(--accent); stroke-width: 1.2; }
.limit { fill: var(--line); opacity: 0.55; }
svg text { fill: var(--soft); font-size: 10px; }
@media print { main { max-width: none; } tr, .card { break-inside: avoid; } }
`;
