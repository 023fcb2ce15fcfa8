/** The address of an MLflow server and who may use it, from settings and the environment that MLflow defines. */
import { ConfigError } from '@anodec/core';

/** A server to talk to. The headers may hold credentials and are never written anywhere. */
export interface TrackingServer {
  /** Without user name and password, without a slash at the end. */
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The environment, as far as it is about the server. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the server.
 *
 * @param setting its address; without it MLFLOW_TRACKING_URI
 * @throws ConfigError when there is none, it is no http address, or the setting holds a password
 */
export function trackingServer(
  setting: string | undefined,
  environment: Environment = process.env,
): TrackingServer {
  const given = setting ?? environment.MLFLOW_TRACKING_URI;
  if (given === undefined || given === '') {
    throw new ConfigError(
      'trackingUri must name the MLflow server, such as http://localhost:5000, or MLFLOW_TRACKING_URI must, got neither.',
    );
  }
  const url = parseUrl(given);
  const hasSecret = url.username !== '' || url.password !== '';
  if (setting !== undefined && hasSecret) {
    throw new ConfigError(
      'trackingUri must hold no user name and no password, as settings are written into the run. Set ' +
        'MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
    );
  }
  const { MLFLOW_TRACKING_TOKEN: token } = environment;
  const user = environment.MLFLOW_TRACKING_USERNAME ?? decodeURIComponent(url.username);
  const password = environment.MLFLOW_TRACKING_PASSWORD ?? decodeURIComponent(url.password);
  const headers: Record<string, string> = {};
  if (token) headers.authorization = `Bearer ${token}`;
  else if (user !== '') {
    headers.authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }
  return { uri: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), headers };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  // what was given is not shown: it may hold a password
  throw new ConfigError(
    'The address of the MLflow server must begin with http:// or https://, got another one.',
  );
}
