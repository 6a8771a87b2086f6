import {
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
} from 'graphql';
import type { SelectedField } from '../db/read/selection.ts';
import { COSTS, LIMITS } from './limits.ts';

const ITEMS_OF_A_LIST = 20;
/** A file holds 50,000 rows of a dozen cells, whatever is selected of it: two of them are more than a request may ask for. */
const VALUES_OF_A_FILE = 600_000;

interface Asked {
  field: SelectedField;
  type: GraphQLOutputType;
  depth: number;
  /** How often it is answered, guessed from the lists above it. */
  times: number;
  /** Items of a page, below the connection that asks for it. */
  first: number;
}

/**
 * What one request may ask for, counted after fragments and aliases are expanded and before anything is compiled: a few
 * hundred bytes could otherwise keep a core busy for minutes.
 */
export class Budget {
  private readonly schema: GraphQLSchema;
  private fields = 0;
  private values = 0;

  constructor(schema: GraphQLSchema) {
    this.schema = schema;
  }

  /**
   * Counts a root field with all that is selected below it; throws BAD_USER_INPUT where it is too much. Tells what it
   * costs whoever asks, in units.
   */
  spend(
    field: SelectedField,
    { returnType, parentType }: Pick<GraphQLResolveInfo, 'returnType' | 'parentType'>,
  ): number {
    const before = this.values;
    this.count({ field, type: returnType, depth: 1, times: 1, first: ITEMS_OF_A_LIST });
    return this.values - before + (parentType === this.schema.getMutationType() ? COSTS.change : 0);
  }

  private count({ field, type, depth, times, first }: Asked): void {
    this.fields += 1;
    this.values += getNamedType(type).name === 'ExportedFile' ? VALUES_OF_A_FILE : times;
    if (depth > LIMITS.depth) throw tooMuch(`at most ${LIMITS.depth} levels`);
    if (this.fields > LIMITS.fields) throw tooMuch(`at most ${LIMITS.fields} fields, fragments expanded`);
    if (this.values > LIMITS.values) throw tooMuch('fewer lists within lists, or smaller pages');

    const named = getNamedType(type);
    const objects = isAbstractType(named) ? this.schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
    const isList = isListType(getNullableType(type));
    const below = { depth: depth + 1, times: isList ? times * first : times };
    for (const object of objects) {
      const page = object.name.endsWith('Connection')
        ? Math.max(1, Number(field.args.first ?? ITEMS_OF_A_LIST))
        : ITEMS_OF_A_LIST;
      for (const child of field.fields(object.name)) {
        const definition = object.getFields()[child.name];
        if (definition) this.count({ field: child, type: definition.type, first: page, ...below });
      }
    }
  }
}

/** A request that asks for more than there is to be had. */
export const tooMuch = (expected: string): GraphQLError =>
  new GraphQLError(`The request asks for too much: expected ${expected}.`, {
    extensions: { code: 'BAD_USER_INPUT', expected },
  });
