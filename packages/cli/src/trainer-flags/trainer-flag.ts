/**
 * A flag that another program has and scripts pass: it stands for a setting of today, has no effect, or is
 * refused with a reason.
 */

/** What a value of such a flag comes to. */
export interface Outcome {
  /** Values by the name of the setting; a name that no setting has makes the flag one that is not supported. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** What the user learns of a flag without effect. */
  readonly note?: string;
  /** Whether a GPU is asked for. */
  readonly needsGpu?: boolean;
  /** Why it is refused and what to do, as a sentence that begins with the name of the flag. */
  readonly refusal?: string;
}

/** One such flag. */
export interface TrainerFlag {
  /** As the other program spells it, without dashes. */
  readonly name: string;
  /** The setting that it stands for, where it is one. */
  readonly setting?: string;
  /** Whether it means the same as the flag of today with this name, where there is one. */
  readonly isSame: boolean;
  /** Whether it may stand without a value, which means `true`. */
  readonly isSwitch: boolean;
  /** What a value as it was typed comes to. */
  readonly outcome: (value: string) => Outcome;
}

/** A flag that is spelled as its setting, `max_epochs` for `maxEpochs`: flags of that name exist with the setting. */
export function same(name: string): TrainerFlag {
  const setting = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { ...renamed(name, setting), isSame: true, isSwitch: true };
}

/**
 * A flag with another name than its setting.
 *
 * @param convert the setting's value for a typed one, or what else the value comes to
 */
export function renamed(
  name: string,
  setting: string,
  convert: (value: string) => Outcome = (value) => ({ set: { [setting]: value } }),
): TrainerFlag {
  return { name, setting, isSame: false, isSwitch: false, outcome: convert };
}

/** A switch that sets a setting to one value when it is on, and to another when it is off. */
export function switched(
  name: string,
  setting: string,
  { on, off }: { readonly on: unknown; readonly off: unknown },
): TrainerFlag {
  return {
    name,
    setting,
    isSame: false,
    isSwitch: true,
    outcome(value) {
      const isOn = asSwitch(value);
      if (isOn === undefined) return { refusal: `--${name} must be true or false, got ${value}.` };
      const chosen = isOn ? on : off;
      return chosen === undefined ? {} : { set: { [setting]: chosen } };
    },
  };
}

/** A flag that is accepted and does nothing. */
export function withoutEffect(name: string, because: string): TrainerFlag {
  return {
    name,
    isSame: false,
    isSwitch: true,
    outcome: () => ({ note: `--${name} has no effect: ${because}.` }),
  };
}

/** The same flag where no setting has its name; the setting comes first where there is one. */
export function unlessSet(flag: TrainerFlag): TrainerFlag {
  return { ...flag, isSame: true };
}

/**
 * A flag that is accepted with the values that describe what happens here anyway, and refused with others.
 *
 * @param because why others are not possible, without a capital and a full stop
 * @param instead what to do, as a sentence
 */
export function only(
  name: string,
  allowed: readonly (string | boolean)[],
  because: string,
  instead: string,
): TrainerFlag {
  return {
    name,
    isSame: false,
    isSwitch: allowed.some((value) => typeof value === 'boolean'),
    outcome(value) {
      const typed = asSwitch(value);
      const isAllowed = allowed.some((one) =>
        typeof one === 'boolean' ? one === typed : sameValue(one, value),
      );
      if (isAllowed) return {};
      const must = allowed.length === 0 ? 'must be left out' : `must be ${allowed.join(' or ')}`;
      return { refusal: `--${name} ${must}, got ${value}: ${because}. ${instead}` };
    },
  };
}

/** A flag that no value makes possible. */
export function refused(name: string, because: string, instead: string): TrainerFlag {
  return { ...only(name, [], because, instead), isSwitch: true };
}

/** The spellings of on and off that Lightning accepts; undefined for anything else. */
export function asSwitch(value: string): boolean | undefined {
  if (/^(true|t|yes|y|on|1)$/i.test(value)) return true;
  return /^(false|f|no|n|off|0)$/i.test(value) ? false : undefined;
}

/** `1.0` is `1`, and `None` is `none`. */
function sameValue(allowed: string, value: string): boolean {
  if (allowed.toLowerCase() === value.toLowerCase()) return true;
  return value !== '' && Number(allowed) === Number(value);
}
