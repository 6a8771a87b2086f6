import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { type NodeType, TYPE_KEY } from '../domain/global-id.ts';
import { DateScalar } from './scalars.ts';

@InterfaceType({
  description: 'Anything with an opaque global id.',
  resolveType: (found: { [TYPE_KEY]: NodeType }) => found[TYPE_KEY],
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque global id, for `node(id)`.' })
  id!: string;
}

@ObjectType({ description: 'A half-open span of days.' })
export class Period {
  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer covered; null while open.' })
  until!: string | null;
}

@ObjectType({ description: 'Where a page of a list lies (Relay).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether something may come before: true where `after` was given.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first item of the page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item, to be sent as `after`.' })
  endCursor!: string | null;
}

type NodeClass = new () => object;

/** A Relay connection over a type of nodes: nodes, edges, pageInfo, totalCount. */
export function connectionOf<Item extends NodeClass>(item: Item, name: string) {
  @ObjectType(`${name}Edge`, { description: `An item of a list of ${name} with its place in it.` })
  class Edge {
    @Field(() => String, { description: 'Its place, to be sent as `after`.' })
    cursor!: string;

    @Field(() => item, { description: 'The item.' })
    node!: InstanceType<Item>;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection {
    @Field(() => [item], { description: 'The items of the page.' })
    nodes!: InstanceType<Item>[];

    @Field(() => [Edge], { description: 'The items with their cursors.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where the page lies.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'Number of items on all pages.' })
    totalCount!: number;
  }

  return Connection;
}
