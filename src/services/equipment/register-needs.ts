import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideNeed, type Need, type NeedStatus } from '../../domain/equipment.ts';
import { recordThings, type ThingRequest, type ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand } from '../thing/take-things.ts';

/** Equipment that a unit says it needs. */
interface NeedRequest extends Need, ThingRequest {}

export interface RegisterNeeds extends ThingCommand {
  needs: readonly NeedRequest[];
}

/** Registers what units need; each speaks for itself. */
export function registerEquipmentNeeds<S>(
  work: UnitOfWork<S>,
  command: RegisterNeeds,
): Promise<Result<ThingsValue, S>> {
  return recordThings<NeedStatus, NeedRequest, S>(work, command, {
    verb: 'registerEquipmentNeeds',
    type: 'EquipmentNeed',
    first: 'REGISTERED',
    requests: command.needs,
    list: 'needs',
    decide: (need, { organization }) => decideNeed(organization, need, need),
    said: ({ unit, item, quantity, unitPrice }, { units }) => ({
      unitId: units.get(unit),
      item: item.trim(),
      quantity,
      unitPrice,
    }),
    status: ({ unit }, { units }) => ({ actedById: units.get(unit) }),
  });
}
