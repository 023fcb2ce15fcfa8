/**
 * Tables of a page: text or HTML in cells, numbers to the right, sorted and filtered on request. In a column
 * of values, marks after a number and the range behind it stand apart, so that the numbers line up.
 */
import { escapeHtml } from './escape.js';

/** A cell: text, which is escaped, or HTML, which is inserted as it is. */
export type Cell = string | { readonly html: string };

/** A column. */
export interface Column {
  readonly title: string;
  /**
   * A column of values, aligned to the right with its heading; absent: each number is, and the heading if
   * some cell is a number.
   */
  readonly numeric?: boolean;
  /** Not sorted by a click, as a column of charts. */
  readonly still?: boolean;
  /** Remarks in small print. */
  readonly remarks?: boolean;
}

/** Contents and behaviour of a table. */
export interface TableParts {
  readonly columns: readonly (string | Column)[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Cell[])[];
  /** Further classes of the frame around the table. */
  readonly className?: string;
  /** Sorts by a click on a heading; the page needs `TABLE_SCRIPT`. */
  readonly sortable?: boolean;
  /** Text in an empty field above the table that filters its rows; the page needs `TABLE_SCRIPT`. */
  readonly filter?: string;
}

/** A table in a frame that scrolls sideways where the page is too narrow. */
export function htmlTable(parts: TableParts): string {
  const { rows, className = '', sortable = false, filter } = parts;
  const columns = parts.columns.map((column) =>
    typeof column === 'string' ? { title: column } : column,
  );
  const head = columns.map((column, i) => headCell(column, rows, i)).join('');
  const marked = columns.map((_, i) => hasMarks(rows, i));
  const body = rows.map(([first, ...rest]) => {
    const cells = rest.map((cell, i) => bodyCell(cell, columns[i + 1], marked[i + 1]));
    return `<tr><th scope="row">${cellHtml(first)}</th>${cells.join('')}</tr>`;
  });
  const field =
    filter === undefined
      ? ''
      : `<p class="soft"><input class="filter" type="search" placeholder="${escapeHtml(filter)}"></p>`;
  const values = columns.some(({ numeric }) => numeric) ? ' values' : '';
  return (
    `<div class="table">${field}<div class="wide${values}${className && ` ${className}`}"><table${sortable ? ' class="sortable"' : ''}>` +
    `<thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div></div>`
  );
}

/** Names and values in two columns, without a heading. */
export function htmlFacts(facts: readonly (readonly [name: string, value: Cell])[]): string {
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${cellHtml(value)}</td></tr>`,
  );
  return `<div class="wide"><table class="facts"><tbody>${rows.join('')}</tbody></table></div>`;
}

/** Whether a text is a number or a share, which tables align to the right. */
export function isNumeric(text: string): boolean {
  return /^[−+-]?\d[\d.,]*(e[+-]?\d+)?( %)?$/.test(text);
}

function headCell(column: Column, rows: TableParts['rows'], i: number): string {
  const anyNumber =
    i > 0 && rows.some(({ [i]: cell }) => typeof cell === 'string' && isNumeric(cell));
  const classes = [
    ...((column.numeric ?? anyNumber) ? ['number'] : []),
    ...(column.still ? ['still'] : []),
  ];
  const list = classes.length > 0 ? ` class="${classes.join(' ')}"` : '';
  return `<th scope="col"${list}>${escapeHtml(column.title)}</th>`;
}

/** Marks at the end of a value: the best one, or one no better than chance. */
const MARKS = /^(.*?)((?: [★†])+)$/;
/** A value and the range behind it. */
const RANGE = /^(.*?) (\(.*\))$/;

function hasMarks(rows: TableParts['rows'], i: number): boolean {
  return rows.some(({ [i]: cell }) => typeof cell === 'string' && MARKS.test(cell));
}

/** Numbers to the right, yes and no in colour. */
function bodyCell(cell: Cell, { numeric = false, remarks = false }: Column, marked: boolean) {
  if (cell === 'yes' || cell === 'no') return `<td class="${cell}">${cell}</td>`;
  if (remarks) return `<td class="remarks">${cellHtml(cell)}</td>`;
  if (numeric && typeof cell === 'string') {
    return `<td class="number">${valueHtml(cell, marked)}</td>`;
  }
  const right = numeric || (typeof cell === 'string' && isNumeric(cell));
  return `<td${right ? ' class="number"' : ''}>${cellHtml(cell)}</td>`;
}

/** A value; its marks in a column of their own, its range on a line of its own. */
function valueHtml(text: string, marked: boolean): string {
  const [, value = text, marks = ''] = MARKS.exec(text) ?? [];
  const [, number = value, range] = RANGE.exec(value) ?? [];
  const small =
    range === undefined ? '' : ` <small>${escapeHtml(range).replaceAll('; ', ';<br>')}</small>`;
  return `${escapeHtml(number)}${marked ? `<span class="marks">${marks}</span>` : ''}${small}`;
}

function cellHtml(cell: Cell): string {
  return typeof cell === 'string' ? escapeHtml(cell) : cell.html;
}

/** Sorts and filters the tables of a page; the page is complete without it. */
export const TABLE_SCRIPT = `
for (const frame of document.querySelectorAll('.table')) {
  const table = frame.querySelector('table');
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const valueOf = (row, i) => {
    const text = row.cells[i].textContent.replaceAll(',', '').trim();
    const number = parseFloat(text);
    return text === '' || text === '–' ? -Infinity : Number.isNaN(number) ? text : number;
  };
  let sorted = -1, sign = 1;
  const heads = table.classList.contains('sortable') ? [...table.tHead.rows[0].cells] : [];
  heads.forEach((cell, i) => {
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
  frame.querySelector('.filter')?.addEventListener('input', (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}
`;
