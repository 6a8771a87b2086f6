import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { decideEngraving, type Engraving, type SealStatus } from '../../domain/seal.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import { recordThings, type ThingRequest, type ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand, ThingGround } from '../thing/take-things.ts';

/** A seal to be engraved. */
interface SealRequest extends Engraving, ThingRequest {
  /** First day of its use, by whose name it is engraved; the day of the request where left out. */
  usedFrom: Day | null;
}

export interface RequestSeals extends ThingCommand {
  seals: readonly SealRequest[];
  list?: string;
}

/** Asks for seals of entitled units, engraved with the names of the day from which they are used. */
export function requestSeals<S>(
  work: UnitOfWork<S>,
  command: RequestSeals,
  verb = 'requestSeals',
): Promise<Result<ThingsValue, S>> {
  return recordThings<SealStatus, SealRequest, S>(work, command, {
    verb,
    type: 'Seal',
    first: 'REQUESTED',
    requests: command.seals,
    list: command.list,
    decide: decideRequest,
    // A further wet seal is by permission (Decree 99/2016/NĐ-CP, article 5): the instrument cited is that permission.
    said: ({ unit, kind, engravedName }, { units, cited }) => ({
      unitId: units.get(unit),
      kind,
      engravedName: engravedName.trim(),
      permissionId: kind === 'ADDITIONAL' ? cited.id : null,
    }),
    status: ({ unit, kind }, { units }) => ({ kind, holderId: units.get(unit) }),
  });
}

function decideRequest(request: SealRequest, { organization, cited }: ThingGround<SealStatus>): Violation[] {
  const { engravedName, on, usedFrom, path } = request;
  const paths = { unit: [...path, 'unit'], name: [...path, 'engravedName'] };
  const isEarly = usedFrom !== null && usedFrom < on;
  return [
    ...requireInstrument(cited, on),
    ...decideText('name', engravedName, { path: paths.name }),
    ...(isEarly
      ? [
          violation('PERIOD_INVALID', {
            path: [...path, 'usedFrom'],
            on: usedFrom,
            expected: 'NOT_BEFORE',
            words: { day: on },
          }),
        ]
      : []),
    ...decideEngraving(organization, request, { on: usedFrom ?? on, paths }),
  ];
}
