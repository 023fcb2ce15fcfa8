/** Script: several channels one above the other, by day and averaging interval, as the reader chooses. */

export const BROWSER_SCRIPT = `
const browser = (figure, data) => {
  const bytes = new Map();
  const levels = (name) => { if (!bytes.has(name)) bytes.set(name, decodeBytes(data.channels.find((channel) => channel.name === name).recorded)); return bytes.get(name); };
  const shared = { ...data };
  let interval = data.intervals[0].rows;
  const panels = [];
  const options = (texts) => texts.map((text, i) => el('option', { value: i, textContent: text }));
  const day = el('select', { ariaLabel: 'Day' }, el('option', { value: '', textContent: 'all days' }), ...options(data.days.map(({ name }) => name)));
  const every = el('select', { ariaLabel: 'Averaging interval' }, ...options(data.intervals.map(({ name }) => name)));
  const bars = el('input', { type: 'checkbox', checked: true });
  const zoom = (range) => { for (const { own } of panels) own(range); };
  const redraw = () => { for (const { self } of panels) self.redraw(); };
  day.addEventListener('change', () => { const chosen = data.days[day.value]; zoom(day.value === '' ? null : [chosen.start, chosen.end]); });
  every.addEventListener('change', () => { interval = data.intervals[every.value].rows; redraw(); });
  bars.addEventListener('change', () => { shared.attacks = bars.checked ? data.attacks : []; redraw(); });
  const top = el('div', { className: 'tools' }, day, every);
  if (data.attacks.length > 0) top.append(el('label', { className: 'key' }, bars, 'attacks'), key('--attack', 'attack'));
  figure.append(top);
  data.chosen.forEach((first, index) => addPanel(first, index === 0));
  redraw();
  function addPanel(first, withTools) {
    let channel = data.channels.find(({ name }) => name === first);
    let shown = levels(first);
    const panel = el('div', { className: 'panel' });
    figure.append(panel);
    const mean = (row) => {
      const from = Math.floor(row / interval) * interval, to = Math.min(data.rows, from + interval);
      let sum = 0, count = 0;
      for (let r = from; r < to; r++) if (shown[r] !== 255) { sum += shown[r]; count++; }
      return count === 0 ? null : channel.least + sum / count / 254 * (channel.most - channel.least);
    };
    const self = plot(panel, shared, {
      height: data.chosen.length > 1 ? 110 : 240,
      left: 64,
      draw(context, view) {
        const pad = (channel.most - channel.least || 1) * 0.05;
        const y = valueAxis(context, view, channel.least - pad, channel.most + pad, false);
        context.save(); context.beginPath(); context.rect(view.left, view.top - 2, view.width, view.height + 4); context.clip();
        context.strokeStyle = css('--accent'); context.lineWidth = 1.2; context.beginPath();
        const begin = Math.floor(Math.max(0, view.times.row(view.from) - interval) / interval) * interval, end = Math.min(data.rows - 1, view.times.row(view.to) + interval);
        let open = false;
        for (let row = begin; row <= end; row += interval) {
          const value = mean(row);
          if (value === null) { open = false; continue; }
          const x = view.x(view.times.time(Math.min(data.rows - 1, row + (interval - 1) / 2)));
          if (open) context.lineTo(x, y(value)); else context.moveTo(x, y(value));
          open = true;
        }
        context.stroke(); context.restore();
      },
      read: (row) => [channel.name + ' ' + short(mean(row))],
    });
    const own = self.zoom;
    self.zoom = zoom;
    panels.push({ self, own });
    const select = el('select', { ariaLabel: 'Channel' }, ...data.channels.map(({ name }) => el('option', { value: name, textContent: name, selected: name === first })));
    select.addEventListener('change', () => { channel = data.channels.find(({ name }) => name === select.value); shown = levels(select.value); self.redraw(); });
    if (withTools) self.tools.prepend(select); else self.tools.replaceChildren(select);
  }
};
`;
