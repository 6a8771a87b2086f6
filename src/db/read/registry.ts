import { openEnd } from './at.ts';
import { changeFields } from './change.ts';
import type { Registry } from './compiler.ts';
import { pageInfoFields } from './connection.ts';
import { continuityGapFields } from './continuity.ts';
import { assignedCounterFields, counterFields, counterVersionFields, unitCounterFields } from './counter.ts';
import { coverageGapFields, coverageOverlapFields } from './coverage.ts';
import { gateAttestationFields, gateFields, gateMissingFields } from './gate.ts';
import { capacityRowFields, quotaFields } from './headcount.ts';
import { headcountAccountFields, headcountEntryFields } from './headcount-ledger.ts';
import { mappedTerritoryFields } from './impact.ts';
import { instrumentFields } from './instrument.ts';
import { unitChangeFields, unitStateFields } from './organization-diff.ts';
import {
  freezeFields,
  phaseFields,
  phaseStepFields,
  planFields,
  plannedChangeFields,
  planVersionFields,
  progressFields,
  underFields,
} from './plan.ts';
import { policyFields, waiverFields, waiverUseFields } from './policy.ts';
import { sourceFields } from './reference.ts';
import { secondmentFields, secondmentStepFields } from './secondment.ts';
import { siteFields } from './site.ts';
import {
  appointmentFields,
  assignmentAlternativeFields,
  assignmentFields,
  digitalSignatureFields,
  payrollPeriodFields,
  staffFields,
  staffVersionFields,
  workplaceFields,
} from './staff.ts';
import { dueFields, taskFields } from './task.ts';
import { territoryFields, territoryLineageFields } from './territory.ts';
import { stepFields, transferFields } from './transfer.ts';
import { entitlementsFields, orgUnitFields, parentFields, versionFields } from './unit.ts';
import { unitLineageFields } from './unit-lineage.ts';

/** How every type of the API is read from the database. */
export const registry: Registry = {
  Appointment: appointmentFields,
  Assignment: { ...assignmentFields, ...assignedCounterFields },
  AssignmentAlternative: assignmentAlternativeFields,
  CapacityRow: capacityRowFields,
  ChangeEvent: { ...changeFields, ...underFields },
  ContinuityGap: continuityGapFields,
  Count: { done: ({ done }) => done, total: ({ total }) => total },
  Counter: counterFields,
  CounterVersion: counterVersionFields,
  CoverageGap: coverageGapFields,
  CoverageOverlap: coverageOverlapFields,
  DigitalSignature: digitalSignatureFields,
  Due: dueFields,
  Entitlements: entitlementsFields,
  Freeze: freezeFields,
  Gate: gateFields,
  GateAttestation: gateAttestationFields,
  GateMissing: gateMissingFields,
  HeadcountAccount: headcountAccountFields,
  HeadcountEntry: headcountEntryFields,
  LegalInstrument: instrumentFields,
  MappedTerritory: mappedTerritoryFields,
  OrgRelation: parentFields,
  OrgUnit: { ...orgUnitFields, ...unitCounterFields },
  PageInfo: pageInfoFields,
  PayrollPeriod: payrollPeriodFields,
  Period: { from: (row) => row.from, until: (row) => openEnd(row.until) },
  Phase: phaseFields,
  PhaseStep: phaseStepFields,
  Plan: planFields,
  PlanVersion: planVersionFields,
  PlannedChange: plannedChangeFields,
  Policy: policyFields,
  Progress: progressFields,
  Quota: quotaFields,
  Secondment: secondmentFields,
  SecondmentStep: secondmentStepFields,
  Site: siteFields,
  Source: sourceFields,
  Staff: staffFields,
  StaffVersion: staffVersionFields,
  Task: taskFields,
  Territory: territoryFields,
  TerritoryLineage: territoryLineageFields,
  Transfer: transferFields,
  TransferStep: stepFields,
  UnitChange: unitChangeFields,
  UnitLineage: unitLineageFields,
  UnitState: unitStateFields,
  UnitVersion: versionFields,
  Waiver: waiverFields,
  WaiverUse: waiverUseFields,
  Workplace: workplaceFields,
};
