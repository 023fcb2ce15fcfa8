/**
 * Where and as whom the services of AWS, or servers that speak as they do, are reached. Keys come from where every
 * program of AWS looks for them, the environment or a profile in ~/.aws, and stand in no address.
 */
import { ConfigError, DataError } from '@anodec/core';
import { addressOption } from '../address-options.js';

/** Options of an address that say where and as whom. */
export const AWS_OPTIONS = ['region', 'endpoint', 'profile'];

/** Settings of a client. */
export interface AwsSettings {
  readonly region?: string;
  /** Address of another server, as that of a test. */
  readonly endpoint?: string;
  readonly profile?: string;
}

/**
 * Settings by the options of an address, or else by the environment.
 *
 * @param service name in the environment, such as S3 in AWS_ENDPOINT_URL_S3
 */
export function awsSettings(url: URL, service: 'S3' | 'DYNAMODB', named?: string): AwsSettings {
  const { env } = process;
  const endpoint =
    addressOption(url, 'endpoint') ?? env[`AWS_ENDPOINT_URL_${service}`] ?? env.AWS_ENDPOINT_URL;
  const region = named ?? addressOption(url, 'region') ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const profile = addressOption(url, 'profile');
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    throw new ConfigError(`\`endpoint\` must be a URL such as http://localhost:9000. Correct it.`);
  }
  return {
    ...(endpoint !== undefined && { endpoint }),
    // a server of one's own has no regions, but the client wants one
    ...(region !== undefined ? { region } : endpoint !== undefined && { region: 'us-east-1' }),
    ...(profile !== undefined && { profile }),
  };
}

/** Silences the notice of coming versions about Node, once, before a client is loaded. */
export function quietAboutNode(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}

/**
 * What a service said, as an error for whoever asked; an error that may pass is given back as it is. Names and
 * messages of the service are repeated, which hold no keys, and nothing else of it.
 *
 * @param what was asked for, such as s3://bucket/key
 */
export function awsError(error: unknown, what: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (/CredentialsProviderError/.test(name)) {
    return new ConfigError(
      `Keys for ${what} must come from the environment or a profile, got none. Set AWS_ACCESS_KEY_ID and ` +
        'AWS_SECRET_ACCESS_KEY, or AWS_PROFILE with its keys in ~/.aws/credentials.',
    );
  }
  if (/region is missing/i.test(message)) {
    return new ConfigError(
      `The region of ${what} must be known. Set AWS_REGION, or end the address in ?region=NAME.`,
    );
  }
  const status = statusOf(error);
  if (status === undefined || status >= 500 || status === 429 || status === 408) return error;
  if (/Throttl|ThroughputExceeded|LimitExceeded|SlowDown|RequestTimeout/.test(name)) return error;
  const subject = what.replace(/^the /, 'The ');
  if (status === 401 || status === 403 || /UnrecognizedClient|Signature|AccessDenied/.test(name)) {
    return new DataError(
      `${subject} must be open to these keys, got ${status} ${name}. Check the keys of the environment or the ` +
        'profile, and what they may read and write.',
    );
  }
  if (status === 404 || /NotFound/.test(name)) {
    return new DataError(
      `${subject} must exist, got ${status} ${name}. Check the address and the region.`,
    );
  }
  return new DataError(`${subject} must be within reach, got ${status} ${name}: ${message}.`);
}

/** The status of an answer, which errors of the client carry beside them. */
function statusOf(error: Error): number | undefined {
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}
