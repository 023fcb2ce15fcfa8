/** Style and script of a page with one chart that can be zoomed. */

export const INTERACTIVE_STYLE = `
:root { color-scheme: light; --ink: #1f2933; --soft: #52606d; --line: #d9e0e6; --paper: #ffffff; --shade: #f5f7f9; }
#chart { cursor: crosshair; user-select: none; }
#chart svg text, #chart text { fill: revert-layer; font-size: revert-layer; }
#line, #box, #reading { position: absolute; pointer-events: none; display: none; }
#line { width: 1px; background: #7b8794; }
#box { background: rgba(0, 114, 178, 0.12); border: solid #0072b2; border-width: 0 1px; }
#reading { background: #ffffff; border: 1px solid #9aa5b1; border-radius: 6px; padding: 6px 10px; font-size: 12px; line-height: 1.5; box-shadow: 0 2px 8px rgba(0, 0, 0, 0.15); font-variant-numeric: tabular-nums; white-space: nowrap; }
`;

/** Rules for a chart of the dark theme, after the others. */
export const INTERACTIVE_DARK = `
:root { color-scheme: dark; --ink: #e6ebf0; --soft: #9aa5b1; --line: #3d4852; --paper: #14191f; --shade: #1b2129; }
#reading { background: #1b2129; border-color: #6b7783; }
#box { background: rgba(87, 180, 234, 0.2); border-color: #57b4ea; }
`;

/** Expects `spec`, with the signal "ends"; signals are the data sets called signal_0, signal_1, … */
export const INTERACTIVE_SCRIPT = `
const view = new vega.View(vega.parse(spec), { renderer: 'canvas', container: '#chart' });
const byId = (id) => document.getElementById(id);
view.runAsync().then(() => {
  const chart = byId('chart');
  const panel = () => view.scenegraph().root.items[0].items.find((item) => item.marktype === 'group').items[0];
  const name = (function find(group) {
    const own = (group.scales || []).find((scale) => /(^|_)x$/.test(scale.name));
    return own ? own.name : (group.marks || []).map(find).find(Boolean);
  })(spec);
  const timed = (function find(group) {
    return (group.scales || []).some((s) => s.name === name && s.type === 'utc') || (group.marks || []).some(find);
  })(spec);
  const scale = () => view.scale(name) || panel().context.scales[name].value;
  const all = scale().domain().map(Number);
  const titles = (spec.axes || []).concat(...(spec.marks || []).map((mark) => mark.axes || []));
  const dataOf = (id) => { try { return view.data(id); } catch { return undefined; } };
  const signals = [];
  for (let n = 0; dataOf('signal_' + n); n++) signals.push(dataOf('signal_' + n));
  const names = titles.filter((axis) => axis.orient === 'left' && typeof axis.title === 'string').map((axis) => axis.title);
  const attacks = dataOf('attacks') || [];
  const bounds = () => {
    const box = chart.querySelector('canvas').getBoundingClientRect();
    const [ox] = view.origin();
    const group = panel();
    return { left: box.left + ox + (group.x || 0), top: box.top + view.origin()[1], width: group.width, bottom: box.bottom - view.origin()[1] };
  };
  const timeAt = (clientX) => {
    const { left, width } = bounds();
    const [from, to] = scale().domain().map(Number);
    return from + (Math.max(0, Math.min(width, clientX - left)) / width) * (to - from);
  };
  const zoom = (from, to) => {
    const least = (all[1] - all[0]) / 20000;
    if (to - from < least) return;
    const ends = [Math.max(all[0], from), Math.min(all[1], to)];
    view.signal('ends', ends[0] <= all[0] && ends[1] >= all[1] ? null : ends).runAsync();
  };
  const nearest = (rows, x) => {
    let [low, high] = [0, rows.length - 1];
    while (low < high) { const middle = (low + high) >> 1; if (+rows[middle].x < x) low = middle + 1; else high = middle; }
    return low > 0 && x - rows[low - 1].x < rows[low].x - x ? rows[low - 1] : rows[low];
  };
  const show = (x) => timed ? new Date(x).toISOString().replace('T', ' ').slice(0, 19) : String(Math.round(x * 1000) / 1000);
  let down = null;
  chart.addEventListener('pointermove', (event) => {
    const { left, top, width, bottom } = bounds();
    const inside = event.clientX >= left && event.clientX <= left + width && event.clientY >= top && event.clientY <= bottom;
    for (const id of ['line', 'reading']) byId(id).style.display = inside ? 'block' : 'none';
    if (!inside) return;
    const x = timeAt(event.clientX);
    const at = signals.map((rows) => nearest(rows, x));
    const lines = [show(at.length ? at[0].x : x)];
    at.forEach((row, n) => lines.push(names[n] + ': ' + (row.y === null ? 'missing' : row.y)));
    for (const attack of attacks) if (attack.start <= x && x <= attack.end) lines.push(attack.name);
    const reading = byId('reading');
    reading.replaceChildren(...lines.map((text) => Object.assign(document.createElement('div'), { textContent: text })));
    const [sx, sy] = [window.scrollX, window.scrollY];
    Object.assign(byId('line').style, { left: event.clientX + sx + 'px', top: top + sy + 'px', height: bottom - top + 'px' });
    const side = event.clientX > left + width / 2 ? -reading.offsetWidth - 14 : 14;
    Object.assign(reading.style, { left: event.clientX + sx + side + 'px', top: event.clientY + sy + 12 + 'px' });
    if (down !== null) {
      const [a, b] = [Math.min(down, event.clientX), Math.max(down, event.clientX)];
      Object.assign(byId('box').style, { display: 'block', left: a + sx + 'px', width: b - a + 'px', top: top + sy + 'px', height: bottom - top + 'px' });
    }
  });
  chart.addEventListener('pointerleave', () => { for (const id of ['line', 'reading']) byId(id).style.display = 'none'; });
  chart.addEventListener('pointerdown', (event) => { down = event.clientX; });
  window.addEventListener('pointerup', (event) => {
    byId('box').style.display = 'none';
    if (down !== null && Math.abs(event.clientX - down) > 4) {
      const ends = [timeAt(down), timeAt(event.clientX)].sort((a, b) => a - b);
      zoom(ends[0], ends[1]);
    }
    down = null;
  });
  chart.addEventListener('dblclick', () => zoom(all[0], all[1]));
  chart.addEventListener('wheel', (event) => {
    event.preventDefault();
    const [from, to] = scale().domain().map(Number);
    const x = timeAt(event.clientX);
    const factor = event.deltaY > 0 ? 1.25 : 0.8;
    zoom(x - (x - from) * factor, x + (to - x) * factor);
  }, { passive: false });
});
`;
