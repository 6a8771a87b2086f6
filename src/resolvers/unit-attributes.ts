import type { RelationChange } from '../domain/change.ts';
import type { UnitAttributes } from '../domain/unit.ts';
import type { CorrectUnitInput, EntitlementsInput, EstablishUnitInput } from '../schema/unit-command.ts';

type AttributeInput = Partial<
  Pick<CorrectUnitInput, 'name' | 'shortName' | 'kind' | 'branchType' | 'rank' | 'entitlements'>
>;

/** Attributes as the domain knows them: left out stays left out, null is a value where the attribute may be empty. */
export function attributesOf(input: AttributeInput): Partial<UnitAttributes> {
  const { name, shortName, kind, branchType, rank } = input;
  const entitlements: EntitlementsInput = input.entitlements ?? {};
  return {
    name: name?.normalize().trim(),
    shortName: shortName === null ? null : shortName?.normalize().trim() || undefined,
    kind: kind ?? undefined,
    branchType,
    rank,
    ownSeal: entitlements.seal ?? undefined,
    ownAccount: entitlements.account ?? undefined,
    independentAccounting: entitlements.independentAccounting ?? undefined,
  };
}

/** The establishing parent and the other relations of a new unit. */
export function relationsOf({ parent, relations }: EstablishUnitInput): RelationChange[] {
  return [
    ...(parent != null ? [{ kind: 'ESTABLISHMENT' as const, parent }] : []),
    ...relations.map(({ relation, unit, untilEvent }, index) => {
      const path = ['relations', String(index), 'unit'];
      return { kind: relation, parent: unit, untilEvent, path };
    }),
  ];
}
