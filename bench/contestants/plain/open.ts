import postgres, { type Sql } from 'postgres';
import { buildSchemaSync } from 'type-graphql';
import { databaseUrl, POOL_SIZE } from '../listen.ts';
import { PlanResolver, StaffResolver, UnitResolver } from './resolvers.ts';

/** Ids as numbers, days as they are written. */
export const openPool = (): Sql =>
  postgres(databaseUrl(), {
    max: POOL_SIZE,
    onnotice: () => {},
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
      day: { to: 1082, from: [1082], serialize: String, parse: String },
    },
  }) as unknown as Sql;

export const schema = () =>
  buildSchemaSync({ resolvers: [UnitResolver, StaffResolver, PlanResolver], validate: false });
