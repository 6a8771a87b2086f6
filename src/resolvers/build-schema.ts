import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { LegalInstrument } from '../schema/instrument.ts';
import { Territory } from '../schema/territory.ts';
import { OrgUnit } from '../schema/unit.ts';
import {
  DocumentViolation,
  HeadcountViolation,
  InputViolation,
  PhaseGateViolation,
  StaffViolation,
  TerritoryViolation,
  UnitViolation,
} from '../schema/violation.ts';
import { AccessResolver } from './access.ts';
import { bindAnswers } from './answers.ts';
import { AssignmentResolver, LeadershipResolver } from './assignment.ts';
import { AuditResolver } from './audit.ts';
import { BankAccountResolver } from './bank-account.ts';
import {
  PhaseCapabilityResolver,
  PlanCapabilityResolver,
  StaffCapabilityResolver,
  UnitCapabilityResolver,
} from './capability.ts';
import { ChangeResolver } from './change.ts';
import { AssignmentCounterResolver, CounterResolver, UnitCounterResolver } from './counter.ts';
import { EquipmentConsolidationResolver, EquipmentItemResolver, EquipmentResolver } from './equipment.ts';
import { ExportResolver } from './export.ts';
import { HandoverResolver } from './handover.ts';
import { HeadcountLedgerResolver, HeadcountResolver, UnitHeadcountResolver } from './headcount.ts';
import { ChangeEventResolver, InstrumentResolver } from './instrument.ts';
import { OrganizationResolver } from './organization.ts';
import { guard } from './permissions.ts';
import { PhaseResolver } from './phase.ts';
import { ChangePhaseResolver, PlanResolver } from './plan.ts';
import { PlanEventResolver } from './plan-event.ts';
import { PolicyResolver, WaiverResolver } from './policy.ts';
import { ReadinessResolver } from './readiness.ts';
import { SealResolver } from './seal.ts';
import { SecondmentResolver } from './secondment.ts';
import { SignatureResolver } from './signature.ts';
import { SignboardResolver } from './signboard.ts';
import { PremisesResolver, SiteResolver } from './site.ts';
import { StaffResolver } from './staff.ts';
import { TaskResolver } from './task.ts';
import { TerritoryResolver } from './territory.ts';
import { ThingResolver } from './thing.ts';
import { TransferResolver } from './transfer.ts';
import { UnitResolver } from './unit.ts';
import {
  DocumentViolationResolver,
  GateMissingResolver,
  HeadcountViolationResolver,
  PhaseGateViolationResolver,
  StaffViolationResolver,
  TerritoryViolationResolver,
  UnitViolationResolver,
  ViolationResolver,
} from './violation.ts';
import { WorkloadResolver } from './workload.ts';

/** type-graphql asks for one wherever there is a subscription; ours bring their own events. */
const NONE: PubSub = { publish: () => {}, subscribe: () => nothing() };
async function* nothing() {}

/** Builds the executable, guarded schema; once per process, since type-graphql keeps its metadata globally. */
export function buildSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AccessResolver,
      AssignmentCounterResolver,
      AssignmentResolver,
      AuditResolver,
      BankAccountResolver,
      UnitCapabilityResolver,
      PlanCapabilityResolver,
      PhaseCapabilityResolver,
      StaffCapabilityResolver,
      ChangeEventResolver,
      ChangePhaseResolver,
      ChangeResolver,
      CounterResolver,
      DocumentViolationResolver,
      EquipmentConsolidationResolver,
      EquipmentItemResolver,
      EquipmentResolver,
      GateMissingResolver,
      ExportResolver,
      HandoverResolver,
      HeadcountLedgerResolver,
      HeadcountResolver,
      HeadcountViolationResolver,
      InstrumentResolver,
      LeadershipResolver,
      OrganizationResolver,
      PhaseGateViolationResolver,
      PhaseResolver,
      PlanEventResolver,
      PlanResolver,
      PolicyResolver,
      PremisesResolver,
      ReadinessResolver,
      SealResolver,
      SecondmentResolver,
      SignatureResolver,
      SignboardResolver,
      SiteResolver,
      StaffResolver,
      StaffViolationResolver,
      TaskResolver,
      WaiverResolver,
      TerritoryResolver,
      TerritoryViolationResolver,
      ThingResolver,
      TransferResolver,
      UnitCounterResolver,
      UnitHeadcountResolver,
      UnitResolver,
      UnitViolationResolver,
      ViolationResolver,
      WorkloadResolver,
    ],
    orphanedTypes: [
      DocumentViolation,
      HeadcountViolation,
      InputViolation,
      StaffViolation,
      PhaseGateViolation,
      UnitViolation,
      TerritoryViolation,
      LegalInstrument,
      OrgUnit,
      Territory,
    ],
    validate: false,
    pubSub: NONE,
  });
  describeRoots(schema);
  bindAnswers(schema);
  return guard(schema);
}

/** type-graphql has no place for these. */
function describeRoots(schema: GraphQLSchema): void {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (query)
    query.description = 'What can be asked; every field takes the day and, where it applies, the instant of belief.';
  const subscription = schema.getSubscriptionType();
  if (subscription) subscription.description = 'What can be watched, over WebSocket: one event for each change.';
  if (mutation) mutation.description = 'What can be done: one business act each, carried out wholly or not at all.';
}
