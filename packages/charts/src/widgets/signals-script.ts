/** Script: recorded and expected readings of a channel that the reader chooses. */

export const SIGNALS_SCRIPT = `
const signals = (figure, data) => {
  let shown;
  const choose = (name) => {
    const { least, most, recorded, expected } = data.channels.find((channel) => channel.name === name);
    const value = (levels, b) => !levels || levels[b] === 255 ? null : least + levels[b] / 254 * (most - least);
    const [r, e] = [decodeBytes(recorded), decodeBytes(expected)];
    shown = { least, most: most > least ? most : least + 1, recorded: (b) => value(r, b), expected: (b) => value(e, b), any: Boolean(e) };
  };
  choose(data.channels[0].name);
  const binOf = (row) => Math.min(data.bins - 1, Math.floor((row + 0.5) * data.bins / data.rows));
  const self = plot(figure, data, {
    height: 220,
    left: 64,
    draw(context, view) {
      const pad = (shown.most - shown.least) * 0.05;
      const y = valueAxis(context, view, shown.least - pad, shown.most + pad, false);
      context.save(); context.beginPath(); context.rect(view.left, view.top - 2, view.width, view.height + 4); context.clip();
      const [first, last] = [Math.max(0, binOf(view.times.row(view.from)) - 1), Math.min(data.bins - 1, binOf(view.times.row(view.to)) + 1)];
      for (const [colour, value, width] of [['--ink', shown.recorded, 1.3], ['--accent', shown.expected, 1.3]]) {
        context.strokeStyle = css(colour); context.lineWidth = width; context.beginPath();
        let open = false;
        for (let b = first; b <= last; b++) {
          const v = value(b);
          if (v === null) { open = false; continue; }
          const x = view.x(view.times.time((b + 0.5) * data.rows / data.bins - 0.5));
          if (open) context.lineTo(x, y(v)); else context.moveTo(x, y(v));
          open = true;
        }
        context.stroke();
      }
      context.restore();
    },
    read: (row) => ['recorded ' + short(shown.recorded(binOf(row))), ...(shown.any ? ['expected ' + short(shown.expected(binOf(row)))] : [])],
  });
  const channel = el('select', { ariaLabel: 'Channel' }, ...data.channels.map(({ name }) => el('option', { value: name, textContent: name })));
  channel.addEventListener('change', () => { choose(channel.value); self.redraw(); });
  const spans = [...data.attacks.map((span) => ({ ...span })), ...data.alarms.map((span, i) => ({ ...span, name: span.name || 'Alarm ' + (i + 1) }))];
  const window_ = el('select', { ariaLabel: 'Window' }, el('option', { value: '', textContent: 'Go to …' }), ...spans.map(({ name, start }, i) => el('option', { value: i, textContent: name + ', ' + showTime(start, data.clock) })));
  window_.addEventListener('change', () => { if (window_.value === '') return self.zoom(null); const { start, end } = spans[window_.value]; const margin = Math.max(end - start, (self.view.times.to - self.view.times.from) / 500); self.zoom([start - margin, end + margin]); });
  self.tools.prepend(channel, window_);
  self.tools.append(key('--ink', 'recorded'), ...(shown.any ? [key('--accent', 'expected')] : []), key('--alarm', 'alarm'), key('--attack', 'attack'));
  self.redraw();
};
`;
