/**
 * How long scores of days take with networks of the original size: AnoGAN for a hundred days at once, f-AnoGAN for a day.
 * The networks are hardly trained, which changes nothing of the time.
 */
import {
  AnoganConfig,
  EncoderConfig,
  GanConfig,
  scoreDays,
  trainDayEncoder,
  trainGan,
} from './index.js';

const [WIDTH, DAYS, REPEATS] = [120, 100, 30];
const [FEW, HALF] = [20, REPEATS / 2];

/** Prints the seconds of a hundred days, and the median milliseconds of a day. */
export async function bench(print: (line: string) => void): Promise<void> {
  const labels = Int32Array.from({ length: DAYS }, (_, day) => day % 2);
  const days = Float32Array.from({ length: DAYS * WIDTH }, (_, i) => {
    const day = Math.floor(i / WIDTH);
    return 20 + 15 * Math.sin((i % WIDTH) / 9 + labels[day]) + ((i * 7919) % 13) / 5;
  });
  const names = Array.from({ length: DAYS }, (_, day) => `day ${day}`);
  const given = { days, width: WIDTH, labels };
  const { gan } = await trainGan(given, GanConfig.parse({ variant: 'acgan', iterations: FEW }));
  const start = performance.now();
  await scoreDays(gan, { days, labels, names }, AnoganConfig.parse({}));
  print(`AnoGAN, ${DAYS} days: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const encoder = await trainDayEncoder(gan, given, EncoderConfig.parse({ iterations: FEW }));
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const before = performance.now();
    await encoder.score(days.slice(0, WIDTH), labels.slice(0, 1));
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  print(`f-AnoGAN, a day: ${times[HALF].toFixed(2)} ms`);
}
