import { communeAccessFields, nearestPointFields } from './access.ts';
import { openEnd } from './at.ts';
import { auditEntryFields, personalReadFields } from './audit.ts';
import { bankAccountFields, bankAccountStepFields } from './bank-account.ts';
import { changeFields } from './change.ts';
import type { Registry } from './compiler.ts';
import { pageInfoFields } from './connection.ts';
import { continuityGapFields } from './continuity.ts';
import { assignedCounterFields, counterFields, counterVersionFields, unitCounterFields } from './counter.ts';
import { coverageGapFields, coverageOverlapFields } from './coverage.ts';
import { dossierLoadFields } from './dossier-load.ts';
import { equipmentNeedFields, equipmentNeedStepFields } from './equipment.ts';
import { equipmentFiguresFields, equipmentItemFields, equipmentOfUnitFields } from './equipment-consolidation.ts';
import { gateAttestationFields, gateFields, gateMissingFields } from './gate.ts';
import { handoverFields, handoverItemFields, handoverStepFields, siteFields } from './handover.ts';
import { capacityRowFields, quotaFields } from './headcount.ts';
import { headcountAccountFields, headcountEntryFields } from './headcount-ledger.ts';
import { mappedTerritoryFields } from './impact.ts';
import { instrumentFields } from './instrument.ts';
import { integrationCandidateFields, integrationCriterionFields } from './integration-candidates.ts';
import { kpiFields } from './kpi.ts';
import { namedOnly } from './named-unit.ts';
import { unitChangeFields, unitStateFields } from './organization-diff.ts';
import { progressFields } from './phase-progress.ts';
import {
  freezeFields,
  phaseFields,
  phaseStepFields,
  planFields,
  plannedChangeFields,
  planVersionFields,
  underFields,
} from './plan.ts';
import { policyFields, waiverFields, waiverUseFields } from './policy.ts';
import { awaitedEventFields, premisesFields } from './premises.ts';
import { readinessFields, readinessSummaryFields, unitBehindFields } from './readiness.ts';
import { sourceFields } from './reference.ts';
import { renewalDueFields } from './renewal-due.ts';
import { sealFields, sealStepFields } from './seal.ts';
import { sealCutoverRowFields } from './seal-cutover.ts';
import { secondmentFields, secondmentStepFields } from './secondment.ts';
import { digitalSignatureFields, signatureDueFields } from './signature.ts';
import { signboardFields } from './signboard.ts';
import {
  appointmentFields,
  assignmentAlternativeFields,
  assignmentFields,
  payrollPeriodFields,
  staffFields,
  staffVersionFields,
  workplaceFields,
} from './staff.ts';
import { dueFields, taskFields } from './task.ts';
import { territoryFields, territoryLineageFields } from './territory.ts';
import { thingStepFields } from './thing.ts';
import { stepFields, transferFields } from './transfer.ts';
import { entitlementsFields, orgUnitFields, parentFields, versionFields } from './unit.ts';
import { unitLineageFields } from './unit-lineage.ts';
import { counterWorkloadFields, levelingProposalFields, overloadedDayFields, unitWorkloadFields } from './workload.ts';

/** How every type of the API is read from the database. */
export const registry: Registry = {
  Appointment: appointmentFields,
  Assignment: { ...assignmentFields, ...assignedCounterFields },
  AssignmentAlternative: assignmentAlternativeFields,
  AuditEntry: auditEntryFields,
  AwaitedEvent: awaitedEventFields,
  BankAccount: bankAccountFields,
  BankAccountStep: bankAccountStepFields,
  CapacityRow: capacityRowFields,
  ChangeEvent: { ...changeFields, ...underFields },
  CommuneAccess: communeAccessFields,
  CounterWorkload: counterWorkloadFields,
  ContinuityGap: continuityGapFields,
  Count: { done: ({ done }) => done, total: ({ total }) => total },
  Counter: counterFields,
  CounterVersion: counterVersionFields,
  CoverageGap: coverageGapFields,
  CoverageOverlap: coverageOverlapFields,
  DigitalSignature: digitalSignatureFields,
  DossierLoad: dossierLoadFields,
  Due: dueFields,
  Entitlements: entitlementsFields,
  EquipmentFigures: equipmentFiguresFields,
  EquipmentItem: equipmentItemFields,
  EquipmentNeed: equipmentNeedFields,
  EquipmentNeedStep: equipmentNeedStepFields,
  EquipmentOfUnit: equipmentOfUnitFields,
  Freeze: freezeFields,
  Gate: gateFields,
  GateAttestation: gateAttestationFields,
  GateMissing: gateMissingFields,
  Handover: handoverFields,
  HandoverItem: handoverItemFields,
  HandoverStep: handoverStepFields,
  HeadcountAccount: headcountAccountFields,
  HeadcountEntry: headcountEntryFields,
  IntegrationCandidate: integrationCandidateFields,
  IntegrationCriterion: integrationCriterionFields,
  Kpi: kpiFields,
  LegalInstrument: instrumentFields,
  LevelingProposal: levelingProposalFields,
  MappedTerritory: mappedTerritoryFields,
  NearestPoint: nearestPointFields,
  OrgRelation: parentFields,
  OverloadedDay: overloadedDayFields,
  OrgUnit: namedOnly({ ...orgUnitFields, ...unitCounterFields }),
  PageInfo: pageInfoFields,
  PayrollPeriod: payrollPeriodFields,
  Period: { from: (row) => row.from, until: (row) => openEnd(row.until) },
  PersonalRead: personalReadFields,
  Phase: phaseFields,
  PhaseStep: phaseStepFields,
  Plan: planFields,
  PlanVersion: planVersionFields,
  PlannedChange: plannedChangeFields,
  Policy: policyFields,
  Premises: premisesFields,
  Progress: progressFields,
  Quota: quotaFields,
  RenewalDue: renewalDueFields,
  Readiness: readinessFields,
  ReadinessSummary: readinessSummaryFields,
  Seal: sealFields,
  SealCutoverRow: sealCutoverRowFields,
  SealStep: sealStepFields,
  Secondment: secondmentFields,
  SecondmentStep: secondmentStepFields,
  SignatureDue: signatureDueFields,
  Signboard: signboardFields,
  SignboardStep: thingStepFields,
  Site: siteFields,
  Source: sourceFields,
  Staff: staffFields,
  StaffVersion: staffVersionFields,
  Task: taskFields,
  Territory: territoryFields,
  TerritoryLineage: territoryLineageFields,
  Transfer: transferFields,
  TransferStep: stepFields,
  UnitBehind: unitBehindFields,
  UnitChange: unitChangeFields,
  UnitHeadcount: { payroll: ({ payroll }) => payroll, secondedIn: ({ secondedIn }) => secondedIn },
  UnitLineage: unitLineageFields,
  UnitState: unitStateFields,
  UnitVersion: versionFields,
  UnitWorkload: unitWorkloadFields,
  Waiver: waiverFields,
  WaiverUse: waiverUseFields,
  Workplace: workplaceFields,
};
