import { date, index, pgEnum, pgTable } from 'drizzle-orm/pg-core';
import { RETURNS, SECONDMENT_STEPS } from '../../domain/secondment.ts';
import { identity, recordTime, reference } from './fact.ts';
import { stepColumns } from './staff.ts';

export const secondmentStepKind = pgEnum('secondment_step_kind', SECONDMENT_STEPS);
export const secondmentReturn = pgEnum('secondment_return', RETURNS);

/** A person lent by their payroll home to a host; where it stands is said by its steps, its days by `workplace`. */
export const secondment = pgTable(
  'secondment',
  {
    id: identity(),
    staffId: reference().notNull(),
    homeId: reference().notNull(),
    hostId: reference().notNull(),
    /** As proposed. */
    fromDay: date().notNull(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [
    index('secondment_staff').on(table.staffId),
    index('secondment_home').on(table.homeId),
    index('secondment_host').on(table.hostId),
  ],
);

/** What was said about a secondment: from when on, until when it is to last by then, and what comes after it. */
export const secondmentStep = pgTable(
  'secondment_step',
  {
    id: identity(),
    secondmentId: reference().notNull(),
    step: secondmentStepKind().notNull(),
    untilDay: date().notNull(),
    onReturn: secondmentReturn(),
    ...stepColumns(),
  },
  (table) => [index('secondment_step_secondment').on(table.secondmentId)],
);
