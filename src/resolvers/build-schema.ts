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
  bindAnswers(schema);
  return guard(schema);
}
