/** The look of the page: readable at arm's length, light, dark where the reader's system is dark. */
export const STYLE = `
:root { --ink: #1f2933; --soft: #52606d; --line: #d9e0e6; --paper: #ffffff; --shade: #f5f7f9; --accent: #0072b2; --good: #00684c; --bad: #b03a00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --soft: #9fb0c0; --line: #3e4c59; --paper: #171c22; --shade: #212933; --accent: #6cb8e6; --good: #5fd3a8; --bad: #ff9d6b; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 28px 24px 64px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0; }
h2 { font-size: 19px; margin: 40px 0 8px; }
.made, .note { color: var(--soft); margin: 4px 0 12px; max-width: 84ch; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; }
.tile { flex: 1 1 180px; padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--shade); }
.tile strong { display: block; font-size: 30px; line-height: 1.2; color: var(--accent); font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: 13px; }
.findings { padding-left: 20px; max-width: 96ch; }
.findings li { margin: 4px 0; }
figure { margin: 16px 0; padding: 4px; background: #ffffff; border: 1px solid var(--line); border-radius: 8px; }
figure svg { display: block; max-width: 100%; height: auto; }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 10px; text-align: left; vertical-align: top; }
thead th { background: var(--shade); color: var(--soft); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; min-width: 76px; }
.lead th:first-child { min-width: 150px; }
.lead th, .lead td { padding: 6px; }
tbody tr { border-top: 1px solid var(--line); }
td.figure { text-align: right; white-space: nowrap; }
th.figure { text-align: right; }
td.yes { color: var(--good); font-weight: 600; }
td.no { color: var(--bad); font-weight: 600; }
details { border: 1px solid var(--line); border-radius: 8px; padding: 8px 12px; }
pre { overflow-x: auto; font-size: 12px; }
@media print { main { max-width: none; } figure, tr { break-inside: avoid; } }
`;
