import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { LegalInstrument } from '../schema/instrument.ts';
import { Territory } from '../schema/territory.ts';
import { OrgUnit } from '../schema/unit.ts';
import { InputViolation, TerritoryViolation, UnitViolation } from '../schema/violation.ts';
import { bindAnswers } from './answers.ts';
import { ChangeEventResolver, InstrumentResolver } from './instrument.ts';
import { OrganizationResolver } from './organization.ts';
import { guard } from './permissions.ts';
import { TerritoryResolver } from './territory.ts';
import { UnitResolver } from './unit.ts';
import { TerritoryViolationResolver, UnitViolationResolver, ViolationResolver } from './violation.ts';

/** Builds the executable, guarded schema; once per process, since type-graphql keeps its metadata globally. */
export function buildSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      ChangeEventResolver,
      InstrumentResolver,
      OrganizationResolver,
      TerritoryResolver,
      TerritoryViolationResolver,
      UnitResolver,
      UnitViolationResolver,
      ViolationResolver,
    ],
    orphanedTypes: [InputViolation, UnitViolation, TerritoryViolation, LegalInstrument, OrgUnit, Territory],
    validate: false,
  });
  describeRoots(schema);
  bindAnswers(schema);
  return guard(schema);
}

/** type-graphql has no place for these two. */
function describeRoots(schema: GraphQLSchema): void {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (query)
    query.description = 'What can be asked; every field takes the day and, where it applies, the instant of belief.';
  if (mutation) mutation.description = 'What can be done: one business act each, carried out wholly or not at all.';
}
