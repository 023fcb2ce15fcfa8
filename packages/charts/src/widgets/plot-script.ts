/** Script: a canvas over time with axes, zoom and hover, which the other widgets draw on. */

export const PLOT_SCRIPT = `
// JupyterLab takes keys for its own where an element is not marked so: letters would insert cells, arrows fold them
const el = (tag, props = {}, ...children) => { const node = Object.assign(document.createElement(tag), props); if (/^(button|input|select)$/.test(tag)) node.dataset.lmSuppressShortcuts = ''; node.append(...children); return node; };
const css = (name) => getComputedStyle(document.querySelector('figure.widget')).getPropertyValue(name).trim();
const decodeBytes = (text) => text && Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const short = (value) => value === null || value === undefined ? '–' : Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
const timesOf = ({ stretches, rows }) => {
  const find = (value, index) => { let low = 0, high = stretches.length - 1; while (low < high) { const middle = (low + high + 1) >> 1; if (stretches[middle][index] <= value) low = middle; else high = middle - 1; } return low; };
  const time = (row) => { const [first, start, step] = stretches[find(row, 0)]; return start + (row - first) * step; };
  const row = (at) => { const s = find(at, 1); const [first, start, step] = stretches[s]; const end = s + 1 < stretches.length ? stretches[s + 1][0] : rows; return Math.max(first, Math.min(end - 1, Math.floor(first + (at - start) / step))); };
  const last = stretches[stretches.length - 1];
  return { time, row, from: stretches[0][1], to: time(rows - 1) + last[2] };
};
const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const showTime = (time, clock) => {
  if (clock === 'rows') return 'row ' + Math.round(time);
  if (clock === 'utc') return new Date(time).toISOString().replace('T', ' ').slice(0, 19);
  const [d, h, m, s] = [Math.floor(time / DAY), Math.floor(time / HOUR) % 24, Math.floor(time / MINUTE) % 60, Math.floor(time / SECOND) % 60];
  return [d && d + ' d', (d || h) && h + ' h', m + ' min', s && s + ' s'].filter(Boolean).join(' ');
};
const timeTicks = (from, to, clock, room) => {
  const span = (to - from) / Math.max(1, room);
  const steps = clock === 'rows' ? [] : [SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 365 * DAY];
  let step = steps.find((one) => one >= span);
  if (!step) { const power = 10 ** Math.floor(Math.log10(span || 1)); step = Math.max(1, [1, 2, 5, 10].map((one) => one * power).find((one) => one >= span)); }
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push([at, label(at)]);
  return ticks;
  function label(at) {
    if (clock === 'rows') return String(at);
    if (clock === 'elapsed') return step >= DAY ? at / DAY + ' d' : step >= MINUTE ? Math.round(at / HOUR * 100) / 100 + ' h' : showTime(at, clock);
    const iso = new Date(at).toISOString();
    return step >= DAY ? iso.slice(5, 10) : at % DAY === 0 ? iso.slice(5, 10) : iso.slice(11, step < MINUTE ? 19 : 16);
  }
};
const all = [];
const zoomAll = (range) => { for (const plot of all) plot.zoom(range); };
const plot = (figure, data, { height, left = 56, draw, read, onPick }) => {
  const times = timesOf(data);
  const canvas = el('canvas');
  const reading = el('div', { className: 'reading' });
  const button = (text, title, does) => { const node = el('button', { type: 'button', textContent: text, title }); node.addEventListener('click', does); return node; };
  const scale = (factor) => { const middle = (view.from + view.to) / 2, half = (view.to - view.from) / 2 * factor; self.zoom([middle - half, middle + half]); };
  const move = (share) => { const by = (view.to - view.from) * share; self.zoom([view.from + by, view.to + by]); };
  const tools = el('div', { className: 'tools' }, button('+', 'Zoom in', () => scale(0.5)), button('−', 'Zoom out', () => scale(2)), button('◀', 'Earlier', () => move(-0.5)), button('▶', 'Later', () => move(0.5)), button('Reset', 'Show the whole recording', () => self.zoom(null)), button('All charts here', 'Show this range in every chart over time', () => zoomAll([view.from, view.to])));
  figure.append(tools, canvas, reading);
  const view = { from: times.from, to: times.to, left, top: 18, height, bottom: height + 18, width: 0, times, x: (time) => view.left + (time - view.from) / (view.to - view.from) * view.width };
  const self = { tools, view, canvas, redraw, zoom(range) {
    const least = (times.to - times.from) / 20000;
    let [from, to] = range ?? [times.from, times.to];
    if (to - from < least) return;
    const length = Math.min(to - from, times.to - times.from);
    if (from < times.from) [from, to] = [times.from, times.from + length];
    if (to > times.to) [from, to] = [times.to - length, times.to];
    view.from = from; view.to = to; redraw();
  } };
  let box = null, cursor = null;
  function redraw() {
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    if (width === 0) return;
    const tall = view.bottom + 24;
    canvas.width = width * ratio; canvas.height = tall * ratio; canvas.style.height = tall + 'px';
    view.width = width - view.left - 8;
    const context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    context.font = '11px system-ui, sans-serif';
    context.save(); context.beginPath(); context.rect(view.left, 0, view.width, view.bottom); context.clip();
    context.fillStyle = css('--attack');
    for (const span of data.attacks) bar(span, view.top, view.bottom - view.top);
    context.fillStyle = css('--alarm');
    for (const span of data.alarms) bar(span, 4, 7);
    context.restore();
    draw(context, view);
    context.strokeStyle = css('--line'); context.fillStyle = css('--soft'); context.lineWidth = 1; context.textAlign = 'center'; context.textBaseline = 'top';
    line([view.left, view.bottom], [view.left + view.width, view.bottom]);
    for (const [at, text] of timeTicks(view.from, view.to, data.clock, view.width / 90)) {
      const x = view.x(at);
      line([x, view.bottom], [x, view.bottom + 4]);
      if (x > view.left + 14 && x < view.left + view.width - 12) context.fillText(text, x, view.bottom + 7);
    }
    if (cursor !== null) { context.strokeStyle = css('--soft'); line([cursor, view.top], [cursor, view.bottom]); }
    if (box) { context.globalAlpha = 0.2; context.fillStyle = css('--accent'); context.fillRect(Math.min(...box), view.top, Math.abs(box[1] - box[0]), view.height); context.globalAlpha = 1; }
    function line(a, b) { context.beginPath(); context.moveTo(...a); context.lineTo(...b); context.stroke(); }
    function bar({ start, end }, y, tallness) { const x = view.x(start); context.fillRect(x, y, Math.max(1.5, view.x(end) - x), tallness); }
  }
  const timeAt = (x) => view.from + (Math.max(0, Math.min(view.width, x - view.left)) / view.width) * (view.to - view.from);
  const place = (event) => { const bounds = canvas.getBoundingClientRect(); return [event.clientX - bounds.left, event.clientY - bounds.top]; };
  canvas.addEventListener('pointermove', (event) => {
    const [x, y] = place(event);
    if (x < view.left || x > view.left + view.width) return hide();
    cursor = x; if (box) box[1] = x;
    const time = timeAt(x), row = times.row(time);
    const names = data.attacks.filter((span) => span.start <= time && time <= span.end).map(({ name }) => name);
    const lines = [showTime(times.time(row), data.clock), ...read(row, y, view), ...names];
    reading.replaceChildren(...lines.map((text) => el('div', { textContent: text })));
    reading.style.display = 'block';
    const shift = x > canvas.clientWidth / 2 ? -reading.offsetWidth - 12 : 12;
    reading.style.left = Math.max(0, canvas.offsetLeft + x + shift) + 'px'; reading.style.top = canvas.offsetTop + Math.min(y + 12, view.bottom - 20) + 'px';
    redraw();
  });
  const hide = () => { cursor = null; reading.style.display = 'none'; redraw(); };
  canvas.addEventListener('pointerleave', () => { box = null; hide(); });
  canvas.addEventListener('pointerdown', (event) => { const [x, y] = place(event); box = [x, x]; onPick?.(y, view); });
  canvas.addEventListener('pointerup', () => { const ends = box; box = null; if (ends && Math.abs(ends[1] - ends[0]) > 5) self.zoom(ends.map(timeAt).sort((a, b) => a - b)); else redraw(); });
  canvas.addEventListener('dblclick', () => self.zoom(null));
  canvas.addEventListener('wheel', (event) => { if (!event.ctrlKey && !event.metaKey) return; event.preventDefault(); const at = timeAt(place(event)[0]); const factor = event.deltaY > 0 ? 1.25 : 0.8; self.zoom([at - (at - view.from) * factor, at + (view.to - at) * factor]); }, { passive: false });
  new ResizeObserver(redraw).observe(figure);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  new MutationObserver(redraw).observe(document.body, { attributes: true, attributeFilter: ['class', 'data-jp-theme-light'] });
  window.addEventListener('beforeprint', redraw);
  all.push(self);
  return self;
};
const key = (colour, text) => el('span', { className: 'key' }, el('i', { style: 'background: var(' + colour + ')' }), text);
const valueAxis = (context, view, low, high, log) => {
  const to = (v) => log ? Math.log10(v) : v;
  const [a, b] = [to(low), to(high)];
  const y = (v) => view.bottom - (to(v) - a) / (b - a || 1) * view.height;
  const step = 10 ** Math.floor(Math.log10((b - a) / 4 || 1)) * ([1, 2, 5, 10].find((one) => one * 10 ** Math.floor(Math.log10((b - a) / 4 || 1)) >= (b - a) / 4) || 1);
  context.fillStyle = css('--soft'); context.strokeStyle = css('--line'); context.textAlign = 'right'; context.textBaseline = 'middle'; context.lineWidth = 1;
  const ticks = [];
  if (log) { for (let p = Math.ceil(a); p <= b; p++) ticks.push(10 ** p); if (ticks.length < 2) ticks.push(low, high); }
  else for (let at = Math.ceil(a / step) * step; at <= b + step * 1e-9; at += step) ticks.push(at);
  for (const at of ticks) { context.globalAlpha = 0.6; context.beginPath(); context.moveTo(view.left, y(at)); context.lineTo(view.left + view.width, y(at)); context.stroke(); context.globalAlpha = 1; context.fillText(short(Math.abs(at) < step * 1e-9 ? 0 : at), view.left - 5, y(at)); }
  return y;
};
`;
