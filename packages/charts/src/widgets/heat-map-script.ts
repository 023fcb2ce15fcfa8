/** Script: channel scores over time as colours. */

export const HEAT_MAP_SCRIPT = `
const heatMap = (figure, data) => {
  const C = data.channels.length, B = data.bins, tall = Math.max(7, Math.min(16, Math.floor(620 / C)));
  // dark to bright on a dark page, bright to dark on a bright one; 1 is the threshold, 4 the end of the scale
  const colour = (value, dark) => {
    const share = Math.min(1, Math.log1p(Math.max(0, value) / data.threshold * 3) / Math.log1p(12));
    const stops = dark ? [[23, 28, 34], [60, 80, 130], [190, 90, 90], [255, 220, 130]] : [[250, 250, 250], [160, 190, 225], [200, 80, 60], [70, 10, 30]];
    const at = share * 3, i = Math.min(2, Math.floor(at)), part = at - i;
    return 'rgb(' + stops[i].map((a, k) => Math.round(a + (stops[i + 1][k] - a) * part)).join(',') + ')';
  };
  const binOf = (row) => Math.min(B - 1, Math.floor((row + 0.5) * B / data.rows));
  const rowOf = (bin) => Math.floor(bin * data.rows / B);
  const channelAt = (y, view) => Math.floor((y - view.top) / tall);
  const wide = Math.min(120, 14 + 7 * Math.max(...data.channels.map(({ length }) => length)));
  const shades = [0, 0.5, 1, 2, 4].map((times) => [el('i', { style: 'border: 1px solid var(--line)' }), times]);
  const self = plot(figure, { ...data, attacks: data.attacks }, {
    height: C * tall,
    left: wide,
    draw(context, view) {
      const dark = css('color-scheme') === 'dark';
      for (const [shade, times] of shades) shade.style.background = colour(times * data.threshold, dark);
      context.save(); context.beginPath(); context.rect(view.left, view.top, view.width, view.height); context.clip();
      context.fillStyle = css('--shade'); context.fillRect(view.left, view.top, view.width, view.height);
      for (let b = Math.max(0, binOf(view.times.row(view.from)) - 1); b <= binOf(view.times.row(view.to)); b++) {
        const x = view.x(view.times.time(rowOf(b))), next = view.x(b + 1 < B ? view.times.time(rowOf(b + 1)) : view.times.to);
        for (let c = 0; c < C; c++) {
          const value = data.values[c * B + b];
          if (value === null) continue;
          context.fillStyle = colour(value, dark); context.fillRect(x, view.top + c * tall, next - x + 0.6, tall - 0.5);
        }
      }
      context.restore();
      context.fillStyle = css('--attack');
      for (const { start, end } of data.attacks) { const x = Math.max(view.left, view.x(start)), to = Math.min(view.left + view.width, view.x(end)); if (to > x) context.fillRect(x, 12, Math.max(1.5, to - x), 5); }
      context.fillStyle = css('--soft'); context.textAlign = 'right'; context.textBaseline = 'middle';
      context.font = Math.min(11, tall + 1) + 'px system-ui, sans-serif';
      data.channels.forEach((name, c) => context.fillText(name.length > 16 ? name.slice(0, 15) + '…' : name, view.left - 4, view.top + (c + 0.5) * tall));
      context.font = '11px system-ui, sans-serif';
    },
    read(row, y, view) {
      const c = channelAt(y, view);
      if (c < 0 || c >= C) return [];
      const value = data.values[c * B + binOf(row)];
      return [data.channels[c] + ': ' + short(value), value === null ? 'not scored' : short(value / data.threshold) + ' × the threshold'];
    },
  });
  const keys = shades.map(([shade, times]) => el('span', { className: 'key' }, shade, times + ' ×'));
  self.tools.append('of the threshold:', ...keys, key('--alarm', 'alarm'), key('--attack', 'attack'));
  self.redraw();
};
`;
