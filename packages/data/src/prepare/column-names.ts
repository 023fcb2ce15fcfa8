/** Rules on the names of columns; rules on their contents are in column-rules.ts. */

/** Names of a column of labels, the likelier first. */
export const LABEL_NAMES = ['normal/attack', 'label', 'labels', 'attack', 'anomaly', 'is_anomaly'];

/** A name as `LABEL_NAMES` spells its own. */
export function plainName(name: string): string {
  return name.replace(/\s/g, '').toLowerCase();
}

/** The parts of a name in lower case: att, flag of ATT_FLAG; is, anomaly of isAnomaly. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const LABEL_WORD =
  /^(attacks?|att|anomal(y|ies|ous)|abnormal|changepoints?|lables?|labels?|faults?|faulty|outliers?|class|events?|target|intrusion|isanomaly|isattack|isfault|isoutlier|attackp?\d+|faultnumber|groundtruth)$/;

/**
 * Whether a column of this name is a label where it holds one: `attack_P1`, `ATT_FLAG`,
 * `Attack LABLE (1:No Attack, -1:Attack)`, `isAnomaly`, `changepoint`, `fault`, `class`.
 */
export function isLabelName(name: string): boolean {
  if (LABEL_NAMES.includes(plainName(name))) return true;
  const words = wordsOf(name.replace(/\(.*$/, ''));
  return words.some((word) => LABEL_WORD.test(word)) || /ground[_ ]?truth/i.test(name);
}

/** Whether a name begins with "is", as flags are called: `is_open`. */
export function isFlagName(name: string): boolean {
  return wordsOf(name)[0] === 'is' && wordsOf(name).length > 1;
}

const COUNTER_WORD =
  /^(index|idx|id|row|rows|rownum|rownumber|rowid|no|nr|num|number|count|counter|cnt|seq|sequence|record|recordid|sample|samples|step|steps|tick|ticks|cycle|cycles|frame|obs|observation|timestep)$/;
const CLOCK_WORD =
  /^(ts|t|time|times|timestamp|datetime|date|epoch|unix|unixtime|utc|sec|secs|second|seconds|ms|millis|milliseconds|elapsed|clock)$/;

/** Whether a column of this name may count rows: `id`, `Row`, `Unnamed: 0`, `__index_level_0__`, `cycle`. */
export function isCounterName(name: string): boolean {
  if (/^unnamed: \d+$/i.test(name) || /^__index_level_\d+__$/.test(name) || name === '#')
    return true;
  return wordsOf(name).some((word) => COUNTER_WORD.test(word));
}

/** Whether a column of this name may hold times: `ts`, `epoch`, `elapsed_seconds`. */
export function isClockName(name: string): boolean {
  return wordsOf(name).some((word) => CLOCK_WORD.test(word));
}

const UNIT_NAME =
  /^(unit|asset|machine|engine|device|turbine|equipment|entity|batch|run|series|simulationrun|unitid|assetid|machineid|engineid|deviceid|runid|batchid|seriesid)$/;

/** Whether a column of this name may name the machine of a row: `unit`, `asset_id`, `machineID`. */
export function isUnitName(name: string): boolean {
  return UNIT_NAME.test(
    wordsOf(name)
      .join('')
      .replace(/(number|num|nr|no)$/, ''),
  );
}
