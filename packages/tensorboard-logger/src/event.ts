/**
 * Events: what the records of an event file hold.
 *
 * Source: tensorboard/compat/proto/event.proto, 2.21.
 */
import { bytesField, concat, doubleField, integerField, textField } from './protobuf.js';

/** State of a session in `SessionLog`: it begins. */
const SESSION_START = 1;

/** The first event of a file; `wallTime` in seconds since 1970, here and below. */
export function versionEvent(wallTime: number): Uint8Array {
  return concat(doubleField(1, wallTime), textField(3, 'brain.Event:2'));
}

/** An event that carries values, each a `Summary.Value`. */
export function summaryEvent(
  wallTime: number,
  step: number,
  values: readonly Uint8Array[],
): Uint8Array {
  const summary = concat(...values.map((value) => bytesField(1, value)));
  return concat(doubleField(1, wallTime), stepField(step), bytesField(5, summary));
}

/** An event that carries the graph of a run, a `GraphDef`. */
export function graphEvent(wallTime: number, graph: Uint8Array): Uint8Array {
  return concat(doubleField(1, wallTime), bytesField(4, graph));
}

/** The beginning of a session: TensorBoard drops what it read of this step and of later ones. */
export function purgeEvent(wallTime: number, step: number): Uint8Array {
  const session = integerField(1, SESSION_START);
  return concat(doubleField(1, wallTime), stepField(step), bytesField(7, session));
}

function stepField(step: number): Uint8Array {
  return step === 0 ? new Uint8Array(0) : integerField(2, step);
}
