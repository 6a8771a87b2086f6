import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLJSON, GraphQLLocalDate } from 'graphql-scalars';

const CALENDAR = 'expected a year from 0001 to 9999';

/** A calendar day in Asia/Ho_Chi_Minh. */
export const DateScalar = new GraphQLScalarType<string, string>({
  ...GraphQLLocalDate.toConfig(),
  name: 'Date',
  description: 'A calendar day `YYYY-MM-DD` in Asia/Ho_Chi_Minh.',
  specifiedByURL: null,
  extensions: {},
  parseValue: (value) => existingDay(GraphQLLocalDate.parseValue(value)),
  parseLiteral: (node, variables) => existingDay(GraphQLLocalDate.parseLiteral(node, variables)),
});

/** An instant, kept as text: a JavaScript Date would cut the database's microseconds and miss a fact by that much. */
export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'An instant as RFC 3339 says, such as `2025-07-01T00:00:00Z`; answers are in UTC with microseconds.',
  serialize: (value) => String(value),
  parseValue: (value) => {
    GraphQLDateTime.parseValue(value);
    return inUtc(String(value));
  },
  parseLiteral: (node, variables) => {
    GraphQLDateTime.parseLiteral(node, variables);
    return inUtc('value' in node ? String(node.value) : '');
  },
});

/** Money in dong: whole numbers, beyond the 32 bits of an Int. */
export const DongScalar = new GraphQLScalarType<number, number>({
  name: 'Dong',
  description: 'An amount of money in dong, a whole number.',
  serialize: Number,
  parseValue: (value) => wholeNumber(value),
  parseLiteral: (node) => wholeNumber(node.kind === Kind.INT ? Number(node.value) : Number.NaN),
});

/** What was written down of something, in a shape of its own. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  ...GraphQLJSON.toConfig(),
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: null,
  extensions: {},
});

function wholeNumber(value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new GraphQLError('An amount in dong is a whole number.');
}

/** No calendar has a year 0000, PostgreSQL's included. */
function existingDay(day: string): string {
  if (day.startsWith('0000')) throw new GraphQLError(`${day} is no day: ${CALENDAR}.`);
  return day;
}

/** The same instant without an offset, of which PostgreSQL knows fewer than RFC 3339; the fraction stays as it is. */
function inUtc(text: string): string {
  const [, upToSeconds = '', fraction = '', offset = ''] = /^(.{19})(\.\d+)?(.*)$/.exec(text) ?? [];
  const utc = new Date(`${upToSeconds}${offset}`).toISOString();
  if (!/^(?!0000)\d{4}-/.test(utc)) throw new GraphQLError(`${text} is no instant: ${CALENDAR}.`);
  return `${utc.slice(0, 19)}${fraction}Z`;
}
