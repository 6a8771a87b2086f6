import type { ThingColumns } from '../../db/repositories/things.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { FOREVER } from '../../domain/day.ts';
import {
  decideEngraving,
  decideMaking,
  decideSoleUse,
  engravingOf,
  SEAL_LIFE,
  type SealStatus,
} from '../../domain/seal.ts';
import { decideText } from '../../domain/text.ts';
import type { ThingFacts } from '../../domain/thing.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import { type AskedStep, advanceThings, type NewStatus } from '../thing/advance-things.ts';
import type { ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand, ThingGround } from '../thing/take-things.ts';

/** A step of a seal, and in whose custody it is from then on. */
interface SealStep extends AskedStep<SealStatus> {
  /** Code of the unit that keeps it; its own where left out, nobody's once it is given back. */
  holder: string | null;
  /** Who took it, and by which minutes or certificate. */
  receivedBy: string | null;
  minutes: string | null;
  note: string | null;
}

export interface AdvanceSeals extends ThingCommand {
  steps: readonly SealStep[];
  list?: string;
}

/** Steps that bring a seal into the world or into use: decisions, which cite an instrument. */
const DECISIONS: readonly SealStatus[] = ['AUTHORIZED', 'IN_USE', 'INVALIDATED'];
/** Steps by which it leaves the unit's hands: somebody took it, on minutes. */
const GIVEN: readonly SealStatus[] = ['RETURNED', 'DESTROYED', 'ARCHIVED'];

/** Takes seals a step further: authorized, engraved, registered, in use, withdrawn, given back. */
export function advanceSeals<S>(
  work: UnitOfWork<S>,
  command: AdvanceSeals,
  verb = 'advanceSeals',
): Promise<Result<ThingsValue, S>> {
  const { steps, list } = command;
  return advanceThings<SealStatus, SealStep, S>(work, command, {
    verb,
    type: 'Seal',
    life: SEAL_LIFE,
    steps,
    field: 'seal',
    list,
    others: steps.flatMap(({ holder }) => holder ?? []),
    decide: decideSealStep,
    status: (step, thing, ground) => custody(step, thing, ground),
    follow: withdrawnAtEnd,
  });
}

function decideSealStep(step: SealStep, seal: ThingFacts<SealStatus>, ground: ThingGround<SealStatus>): Violation[] {
  const { to, on, path, holder } = step;
  const { organization, cited } = ground;
  return [
    ...(DECISIONS.includes(to) ? requireInstrument(cited, on) : []),
    ...(GIVEN.includes(to) ? decideGiven(step) : []),
    ...(holder !== null && !organization.find(holder)
      ? [violation('NOT_FOUND', { path: [...path, 'holder'], words: { what: holder } })]
      : []),
    ...decideMaking(organization, { unit: seal.unit, to, on }, [...path, 'on']),
    ...(to === 'IN_USE' ? decideUse(step, seal, ground) : []),
  ];
}

const decideGiven = ({ receivedBy, minutes, path }: SealStep): Violation[] => [
  ...decideText('issuer', receivedBy ?? '', { path: [...path, 'receivedBy'] }),
  ...decideText('number', minutes ?? '', { path: [...path, 'minutes'] }),
];

function decideUse(
  { on, path }: SealStep,
  seal: ThingFacts<SealStatus>,
  { organization, things }: ThingGround<SealStatus>,
): Violation[] {
  const at = [...path, 'seal'];
  const until = organization.find(seal.unit)?.life.until ?? FOREVER;
  const isRegistered = seal.statuses.some(({ status, from }) => status === 'REGISTERED' && from <= on);
  return [
    ...decideEngraving(organization, { ...engravingOf(seal), unit: seal.unit }, { on, paths: { unit: at, name: at } }),
    ...(isRegistered ? [] : [violation('SEAL_NOT_REGISTERED', { path: at, unit: seal.unit, on })]),
    ...decideSoleUse(seal, things.values(), { on, until, path: at }),
  ];
}

function custody(
  { to, holder, receivedBy, minutes, note }: SealStep,
  seal: ThingFacts<SealStatus>,
  { units }: ThingGround<SealStatus>,
): ThingColumns {
  const keeper = holder ?? (GIVEN.includes(to) || to === 'LOST' ? null : seal.unit);
  return {
    kind: engravingOf(seal).kind,
    holderId: keeper === null ? null : units.get(keeper),
    receivedBy,
    reference: minutes,
    note,
  };
}

/** A seal is withdrawn on the day on which its unit is known to end. */
function withdrawnAtEnd(
  { to }: SealStep,
  seal: ThingFacts<SealStatus>,
  { organization, units }: ThingGround<SealStatus>,
): NewStatus<SealStatus>[] {
  const end = organization.find(seal.unit)?.life.until ?? FOREVER;
  if (to !== 'IN_USE' || end === FOREVER) return [];
  const columns = { kind: engravingOf(seal).kind, holderId: units.get(seal.unit) };
  return [{ to: 'WITHDRAWN', from: end, columns }];
}
