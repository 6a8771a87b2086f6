import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { InventedValues } from './invented-value.ts';

/** The generator that fast-check hands to `fc.gen`. */
type Draw = fc.GeneratorValue;

export interface Invented {
  document: string;
  variables: Record<string, unknown>;
}

const MOST_ROOT_FIELDS = 3;
const DEEPEST = 4;
const MOST_FIELDS = 5;

/** Documents that fit a schema, as many as one likes: queries and changes with random selections and arguments. */
export function inventedDocuments(schema: GraphQLSchema): fc.Arbitrary<Invented> {
  return fc.gen().map((draw) => new Inventor(schema, draw).document());
}

class Inventor {
  private readonly schema: GraphQLSchema;
  private readonly draw: Draw;
  private readonly values: InventedValues;
  private readonly variables: Record<string, unknown> = {};
  private readonly declared: string[] = [];
  private keys = 0;

  constructor(schema: GraphQLSchema, draw: Draw) {
    this.schema = schema;
    this.draw = draw;
    this.values = new InventedValues(draw);
  }

  document(): Invented {
    const isQuery = this.chance(60);
    const root = isQuery ? this.schema.getQueryType() : this.schema.getMutationType();
    const fields = Object.values(root?.getFields() ?? {});
    const count = isQuery ? this.upTo(MOST_ROOT_FIELDS) : 1;
    const selected = Array.from({ length: count }, () => this.field(this.oneOf(fields), 1));
    const declared = this.declared.length > 0 ? `(${this.declared.join(', ')})` : '';
    const document = `${isQuery ? 'query' : 'mutation'} Invented${declared} { ${selected.join(' ')} }`;
    return { document, variables: this.variables };
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    this.keys += 1;
    const args = field.args.flatMap((argument) => this.argument(argument));
    const call = `f${this.keys}: ${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
    return `${call}${this.chance(3) ? ' @include(if: true)' : ''}${this.selection(field.type, depth)}`;
  }

  /** An argument that must be given always is, others now and then; as a variable, as most clients do. */
  private argument(argument: GraphQLArgument): string[] {
    if (!isNeeded(argument) && !this.chance(40)) return [];
    const name = `v${this.declared.length}`;
    this.declared.push(`$${name}: ${argument.type}`);
    this.variables[name] = this.values.of(argument.type, argument.name);
    return [`${argument.name}: $${name}`];
  }

  private selection(type: GraphQLOutputType, depth: number): string {
    const named = getNamedType(type);
    if (isLeafType(named)) return '';
    return ` { __typename ${this.fieldsOf(named, depth)} }`;
  }

  private fieldsOf(type: GraphQLNamedType, depth: number): string {
    if (isAbstractType(type)) {
      const possible = this.oneOf(this.schema.getPossibleTypes(type));
      return `... on ${possible.name} { ${this.some(possible, depth)} }`;
    }
    return isObjectType(type) ? this.some(type, depth) : '';
  }

  private some(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
    const choice = depth < DEEPEST ? fields : leaves;
    if (choice.length === 0) return '__typename';
    return Array.from({ length: this.upTo(MOST_FIELDS) }, () => this.field(this.oneOf(choice), depth + 1)).join(' ');
  }

  private chance(percent: number): boolean {
    return this.draw(fc.nat, { max: 99 }) < percent;
  }

  private upTo(most: number): number {
    return this.draw(fc.integer, { min: 1, max: most });
  }

  private oneOf<T>(choice: readonly T[]): T {
    return choice[this.draw(fc.nat, { max: choice.length - 1 })] as T;
  }
}

const isNeeded = (argument: GraphQLArgument): boolean =>
  isNonNullType(argument.type) && argument.defaultValue === undefined;
