import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars';

/** A calendar day in Asia/Ho_Chi_Minh. */
export const DateScalar = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: 'Date',
  description: 'A calendar day `YYYY-MM-DD` in Asia/Ho_Chi_Minh.',
  specifiedByURL: null,
  extensions: {},
});

/** An instant, kept as text: a JavaScript Date would cut the database's microseconds and miss a fact by that much. */
export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'An instant as RFC 3339 says, such as `2025-07-01T00:00:00Z`; answers are in UTC with microseconds.',
  serialize: (value) => String(value),
  parseValue: checked,
  parseLiteral: (node, variables) => {
    GraphQLDateTime.parseLiteral(node, variables);
    return 'value' in node ? String(node.value) : '';
  },
});

function checked(value: unknown): string {
  GraphQLDateTime.parseValue(value);
  return String(value);
}
