/** Tables of DynamoDB; the only file that knows the package of its client, which it loads when one is asked for. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { optionalPackage } from '@anodec/files';
import { type AwsSettings, awsError, quietAboutNode } from './aws-settings.js';

/** An item in the notation of DynamoDB. */
export type Item = Readonly<Record<string, unknown>>;

/** Where reading goes on; only to be given back. */
export type PageKey = Readonly<Record<string, AttributeValue>>;

/** A page of items, and where the next one begins; the last page has no `next`. */
export interface ItemPage {
  readonly items: readonly Item[];
  readonly next?: PageKey;
}

/** Which items. */
export interface ItemRequest {
  /** Values that items must have, exactly, by their paths. */
  readonly filters: Readonly<Record<string, string>>;
  /** Items with a later time alone, where the time is the sort key of the table. */
  readonly after?: number | string;
}

/** A table that is open. Each call fails with a DataError where no second try would help. */
export interface ItemTable {
  /** Name of the sort key where items of one filter can be asked for in its order; else all are looked through. */
  readonly sortKey: string | undefined;
  page(request: ItemRequest, from?: PageKey, signal?: AbortSignal): Promise<ItemPage>;
  close(): void;
}

/** Opens a table. @throws ConfigError when the package is not installed; DataError when there is no such table */
export async function openItemTable(
  table: string,
  settings: AwsSettings,
  filtered: readonly string[],
): Promise<ItemTable> {
  quietAboutNode();
  const { DynamoDBClient, DescribeTableCommand, QueryCommand, ScanCommand } = await optionalPackage(
    import('@aws-sdk/client-dynamodb'),
    '@aws-sdk/client-dynamodb',
    'DynamoDB',
  );
  const client = new DynamoDBClient(settings);
  const asked = async <R>(work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw awsError(error, `the table ${table}`);
    }
  };
  const keys = await asked(async () => {
    const answer = await client.send(new DescribeTableCommand({ TableName: table }));
    return keysOf(answer.Table ?? {});
  }).catch((error: unknown) => {
    client.destroy();
    throw error;
  });
  const { partition, sort } = keys;
  const isQuery = partition !== undefined && filtered.includes(partition.name);
  return {
    sortKey: isQuery ? sort?.name : undefined,
    async page(request, from, signal) {
      const abort = signal ? { abortSignal: signal } : {};
      const start = from && { ExclusiveStartKey: { ...from } };
      const input = { TableName: table, ConsistentRead: true, ...start };
      const { Items = [], LastEvaluatedKey } = await asked(() =>
        isQuery
          ? client.send(new QueryCommand({ ...input, ...queryOf(request, keys) }), abort)
          : client.send(new ScanCommand({ ...input, ...filterOf(request.filters) }), abort),
      );
      return { items: Items, ...(LastEvaluatedKey && { next: LastEvaluatedKey }) };
    },
    close: () => client.destroy(),
  };
}

interface TableKey {
  readonly name: string;
  readonly isNumber: boolean;
}

interface TableKeys {
  readonly partition?: TableKey;
  readonly sort?: TableKey;
}

interface Description {
  readonly KeySchema?: readonly { AttributeName?: string; KeyType?: string }[];
  readonly AttributeDefinitions?: readonly { AttributeName?: string; AttributeType?: string }[];
}

function keysOf({ KeySchema = [], AttributeDefinitions = [] }: Description): TableKeys {
  const keyOf = (type: string): TableKey | undefined => {
    const name = KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName;
    if (name === undefined) return undefined;
    const defined = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name);
    return { name, isNumber: defined?.AttributeType === 'N' };
  };
  const [partition, sort] = [keyOf('HASH'), keyOf('RANGE')];
  return { ...(partition && { partition }), ...(sort && { sort }) };
}

/** Parts of a request; names and values stand in tables of their own, so that none is taken for an operator. */
interface Expressions {
  KeyConditionExpression?: string;
  FilterExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

function queryOf({ filters, after }: ItemRequest, { partition, sort }: TableKeys): Expressions {
  const { [partition?.name ?? '']: value = '', ...others } = filters;
  const rest = filterOf(others);
  const isLater = sort && after !== undefined;
  return {
    ...rest,
    KeyConditionExpression: `#partition = :partition${isLater ? ' AND #sort > :sort' : ''}`,
    ExpressionAttributeNames: {
      ...rest.ExpressionAttributeNames,
      '#partition': partition?.name ?? '',
      ...(isLater && { '#sort': sort.name }),
    },
    ExpressionAttributeValues: {
      ...rest.ExpressionAttributeValues,
      ':partition': partition?.isNumber ? { N: value } : { S: value },
      ...(isLater && { ':sort': sort.isNumber ? { N: String(after) } : { S: String(after) } }),
    },
  };
}

/** Equality with each value, as a text or as the number that it is. */
function filterOf(filters: Readonly<Record<string, string>>): Expressions {
  const parts: string[] = [];
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  for (const [i, [path, value]] of Object.entries(filters).entries()) {
    const steps = path.split('.').map((step, j) => {
      names[`#f${i}s${j}`] = step;
      return `#f${i}s${j}`;
    });
    const attribute = steps.join('.');
    values[`:s${i}`] = { S: value };
    const isNumber = value.trim() !== '' && Number.isFinite(Number(value));
    if (isNumber) values[`:n${i}`] = { N: value };
    parts.push(
      isNumber ? `(${attribute} = :s${i} OR ${attribute} = :n${i})` : `${attribute} = :s${i}`,
    );
  }
  if (parts.length === 0) return {};
  return {
    FilterExpression: parts.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}
