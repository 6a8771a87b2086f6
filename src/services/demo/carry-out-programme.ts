import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import { globalId } from '../../domain/global-id.ts';
import { assignStaff } from '../assignment/assign-staff.ts';
import { endAssignment } from '../assignment/end-assignment.ts';
import { appointLeader } from '../leadership/appoint-leader.ts';
import { agreeSecondment } from '../secondment/agree-secondment.ts';
import { endSecondment } from '../secondment/end-secondment.ts';
import { extendSecondment } from '../secondment/extend-secondment.ts';
import { proposeSecondment } from '../secondment/propose-secondment.ts';
import { recallSecondment } from '../secondment/recall-secondment.ts';
import { secondStaff } from '../secondment/second-staff.ts';
import { agreeTransfer } from '../transfer/agree-transfer.ts';
import { cancelTransfer } from '../transfer/cancel-transfer.ts';
import { proposeTransfer } from '../transfer/propose-transfer.ts';
import { transferStaff } from '../transfer/transfer-staff.ts';
import { DEMO_INSTRUMENT, DEMO_TODAY } from './demo-law.ts';
import type {
  PlannedAssignment,
  PlannedSecondment,
  PlannedTransfer,
  Programme,
  ProposedTransfer,
} from './programme.ts';

const today = DEMO_TODAY;
const BY = { instrument: DEMO_INSTRUMENT.number, today };
const letter = (number: number) => `${number}/CV-MP`;
const openEnd = (until: Day): Day | null => (until === FOREVER ? null : until);

/** Does by the product's own verbs whatever is planned beside the people themselves. */
export async function carryOutProgramme(work: UnitOfWork, programme: Programme): Promise<void> {
  const { leaders, transfers, proposals, secondments, assignments } = programme;
  for (const leader of leaders) await appointLeader(work, { ...leader, until: openEnd(leader.until), ...BY });
  for (const planned of transfers) await transfer(work, planned);
  for (const [index, proposed] of proposals.entries()) await propose(work, proposed, letter(index + 1));
  for (const [index, planned] of secondments.entries()) await lend(work, planned, index + 1);
  for (const planned of assignments) await place(work, planned);
}

async function transfer(work: UnitOfWork, { on, decidedBy, moves, isCancelled }: PlannedTransfer): Promise<void> {
  const { value } = await transferStaff(work, { on, decidedBy, moves, ...BY });
  if (!isCancelled) return;
  for (const id of value?.transfers ?? []) {
    const reason = 'Thay đổi nhu cầu (mô phỏng)';
    await cancelTransfer(work, { transfer: globalId('Transfer', id), on: today, reason, ...BY });
  }
}

async function propose(work: UnitOfWork, proposed: ProposedTransfer, reference: string): Promise<void> {
  const { staff, toUnit, on, agreed } = proposed;
  const command = { staff, toUnit, on, workplace: null, category: null, reference, today };
  const { value } = await proposeTransfer(work, command);
  for (const id of value?.transfers ?? []) {
    const agreement = { transfer: globalId('Transfer', id), agreed: true, reference, on: today, today };
    for (const side of agreed) await agreeTransfer(work, { ...agreement, side });
  }
}

async function lend(work: UnitOfWork, planned: PlannedSecondment, number: number): Promise<void> {
  const { staff, host, from, until, onReturn, outcome } = planned;
  const letters = { homeAgreement: letter(number), hostAgreement: letter(number + 5_000) };
  const terms = { staff, host, from, until, onReturn };
  if (outcome.kind === 'PROPOSED') {
    const { value } = await proposeSecondment(work, { ...terms, reference: letter(number), today });
    const agreement = { side: 'HOME' as const, agreed: true, reference: letters.homeAgreement, on: today, today };
    if (value && outcome.agreed)
      await agreeSecondment(work, { secondment: globalId('Secondment', value.secondment), ...agreement });
    return;
  }
  const { value } = await secondStaff(work, { ...terms, ...letters, ...BY });
  if (!value || outcome.kind === 'RUNS') return;
  const step = { secondment: globalId('Secondment', value.secondment), on: outcome.on, ...BY };
  switch (outcome.kind) {
    case 'EXTENDED':
      await extendSecondment(work, { ...step, ...letters, until: outcome.until, onReturn });
      return;
    case 'RECALLED':
      await recallSecondment(work, { ...step, reason: 'Yêu cầu của nơi cử đi (mô phỏng)' });
      return;
    case 'RETURNED':
      await endSecondment(work, { ...step, outcome: 'RETURN', decidedBy: null });
      return;
    case 'TRANSFERRED':
      await endSecondment(work, { ...step, outcome: 'TRANSFER', decidedBy: outcome.decidedBy });
      return;
  }
}

async function place(work: UnitOfWork, { endsOn, ...planned }: PlannedAssignment): Promise<void> {
  const until = openEnd(planned.until);
  const { value } = await assignStaff(work, { ...planned, until, replace: false, decidedBy: null, ...BY });
  if (value && endsOn !== null)
    await endAssignment(work, { assignment: globalId('Assignment', value.assignment), on: endsOn, ...BY });
}
