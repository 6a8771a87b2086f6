import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideAuthority, decideMoney, NEED_LIFE, type NeedStatus, takerOf } from '../../domain/equipment.ts';
import { decideText } from '../../domain/text.ts';
import type { ThingFacts } from '../../domain/thing.ts';
import type { Violation } from '../../domain/violation.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import { type AskedStep, advanceThings } from '../thing/advance-things.ts';
import type { ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand, ThingGround } from '../thing/take-things.ts';

/** A step of a need. */
interface NeedStep extends AskedStep<NeedStatus> {
  /** Code of the body that takes it; the one that may where left out. */
  by: string | null;
  /** What was granted or paid, in dong. */
  amount: number | null;
  reference: string | null;
  note: string | null;
}

export interface AdvanceNeeds extends ThingCommand {
  steps: readonly NeedStep[];
}

/** Takes needs a step further: consolidated by the provincial center, funded by Finance, bought by the unit; or refused. */
export function advanceEquipmentNeeds<S>(work: UnitOfWork<S>, command: AdvanceNeeds): Promise<Result<ThingsValue, S>> {
  const { steps } = command;
  return advanceThings<NeedStatus, NeedStep, S>(work, command, {
    verb: 'advanceEquipmentNeeds',
    type: 'EquipmentNeed',
    life: NEED_LIFE,
    steps,
    field: 'need',
    list: 'steps',
    others: steps.flatMap(({ by }) => by ?? []),
    decide: decideNeedStep,
    status: ({ to, on, by, amount, reference, note }, { unit }, { organization, units }) => ({
      actedById: units.get(takerOf(organization, { unit, to, on, by }) ?? ''),
      amount,
      reference,
      note,
    }),
  });
}

function decideNeedStep(
  { to, on, by, amount, reference, note, path }: NeedStep,
  { unit, said }: ThingFacts<NeedStatus>,
  { organization, cited }: ThingGround<NeedStatus>,
): Violation[] {
  const funded = said.funded === null ? null : Number(said.funded);
  return [
    ...(to === 'FUNDED' ? requireInstrument(cited, on) : []),
    ...decideAuthority(organization, { unit, to, on, by }, [...path, 'by']),
    ...decideMoney({ to, amount, funded }, { unit, on, path: [...path, 'amount'] }),
    ...(reference === null ? [] : decideText('number', reference, { path: [...path, 'reference'] })),
    ...(note === null ? [] : decideText('note', note, { path: [...path, 'note'] })),
  ];
}
