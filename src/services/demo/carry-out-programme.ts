import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { globalId } from '../../domain/global-id.ts';
import { agreeSecondment } from '../secondment/agree-secondment.ts';
import { proposeSecondment } from '../secondment/propose-secondment.ts';
import { agreeTransfer } from '../transfer/agree-transfer.ts';
import { cancelTransfer } from '../transfer/cancel-transfer.ts';
import { proposeTransfer } from '../transfer/propose-transfer.ts';
import { transferStaff } from '../transfer/transfer-staff.ts';
import { DEMO_INSTRUMENT, DEMO_TODAY } from './demo-law.ts';
import type { PlannedTransfer, Programme, ProposedSecondment, ProposedTransfer } from './programme.ts';

const today = DEMO_TODAY;
const BY = { instrument: DEMO_INSTRUMENT.number, today };
const letter = (number: number) => `${number}/CV-MP`;

/** Does by the verbs of the product what is planned once the people and their posts are there. */
export async function carryOutProgramme(work: UnitOfWork, { transfers, proposals }: Programme): Promise<void> {
  for (const planned of transfers) await transfer(work, planned);
  for (const [index, proposed] of proposals.transfers.entries()) await propose(work, proposed, letter(index + 1));
  for (const [index, proposed] of proposals.secondments.entries()) await proposeLoan(work, proposed, letter(index + 1));
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

async function proposeLoan(work: UnitOfWork, proposed: ProposedSecondment, reference: string): Promise<void> {
  const { staff, host, from, until, isAgreed } = proposed;
  const { value } = await proposeSecondment(work, { staff, host, from, until, onReturn: 'RETURN', reference, today });
  if (!value || !isAgreed) return;
  const agreement = { side: 'HOME' as const, agreed: true, reference, on: today, today };
  await agreeSecondment(work, { secondment: globalId('Secondment', value.secondment), ...agreement });
}
