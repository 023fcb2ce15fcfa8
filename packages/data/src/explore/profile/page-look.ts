/** Style and script of the page of a profile. */

export const PROFILE_STYLE = `
.warnings { list-style: none; padding: 0; display: grid; gap: 6px; }
.warnings li { padding: 8px 12px; border: 1px solid var(--line); border-left: 4px solid var(--soft); border-radius: 6px; }
.warnings li.wrong { border-left-color: var(--bad); }
.warnings li.doubtful { border-left-color: #e69f00; }
.warnings b { display: inline-block; min-width: 130px; }
.names { font-size: 13px; margin-top: 2px; line-height: 1.7; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
thead th { cursor: pointer; user-select: none; position: sticky; top: 0; }
thead th.still { cursor: default; }
#filter { font: inherit; padding: 4px 10px; width: 290px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); color: var(--ink); }
.badge { display: inline-block; font-size: 11px; font-weight: 600; padding: 0 7px; border-radius: 9px; background: var(--shade); border: 1px solid var(--line); color: var(--soft); }
.badge.continuous { color: var(--accent); }
.badge.discrete { color: var(--good); }
.badge.empty, .badge.constant { color: var(--bad); }
td.notes { min-width: 160px; color: var(--soft); font-size: 12px; line-height: 1.35; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)); gap: 14px; }
.card { border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; scroll-margin-top: 8px; }
.card:target { outline: 2px solid var(--accent); }
.card h3 { margin: 0 0 6px; font-size: 15px; overflow-wrap: anywhere; }
.card ul { margin: 0 0 6px; padding-left: 18px; color: var(--soft); font-size: 13px; }
.card figure { margin: 8px 0; }
.card svg { max-width: 100%; }
.scale { display: flex; justify-content: space-between; font-size: 11px; color: var(--soft); border-top: 1px solid var(--line); padding-top: 2px; max-width: 370px; }
.scale.states span { flex: 1; text-align: center; }
.outside { margin: 0; font-size: 11px; color: var(--soft); }
summary { cursor: pointer; color: var(--soft); font-size: 13px; }
dl { display: grid; grid-template-columns: 1fr auto; gap: 1px 14px; margin: 6px 0 0; font-size: 13px; font-variant-numeric: tabular-nums; }
dt { color: var(--soft); }
dd { margin: 0; text-align: right; }
.facts th { width: 180px; }
.matrix-box { padding: 8px; }
`;

/** Sorts and filters the table of channels; the page is whole without it. */
export const PROFILE_SCRIPT = `
const table = document.getElementById('channels');
if (table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const valueOf = (row, i) => {
    const text = row.cells[i].textContent.replaceAll(',', '').trim();
    const number = parseFloat(text);
    return text === '' || text === '–' ? -Infinity : Number.isNaN(number) ? text : number;
  };
  let sorted = -1, sign = 1;
  [...table.tHead.rows[0].cells].forEach((cell, i) => {
    if (cell.classList.contains('still')) return;
    cell.addEventListener('click', () => {
      sign = sorted === i ? -sign : 1;
      sorted = i;
      rows.sort((a, b) => {
        const [x, y] = [valueOf(a, i), valueOf(b, i)];
        const order = typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === 'number' ? -1 : 1;
        return sign * order;
      });
      body.append(...rows);
    });
  });
  document.getElementById('filter').addEventListener('input', (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}
`;
