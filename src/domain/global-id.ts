/** Types that have an opaque global id. */
const NODE_TYPES = [
  'OrgUnit',
  'Territory',
  'LegalInstrument',
  'ChangeEvent',
  'Plan',
  'Phase',
  'PlannedChange',
  'Task',
  'Policy',
  'Waiver',
  'Staff',
  'Assignment',
  'Appointment',
  'Transfer',
  'Secondment',
  'Quota',
  'Seal',
  'Signboard',
  'BankAccount',
  'Handover',
  'EquipmentNeed',
  'Site',
  'Counter',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** Under it a node that was read says of which type it is; no caller can choose this key (a GraphQL name holds no `@`). */
export const TYPE_KEY = '@type';

/** The opaque id under which a node is referred to. */
export function globalId(type: NodeType, id: number): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}

/** What an opaque id stands for, or null where it stands for nothing. */
export function parseGlobalId(value: string): { type: NodeType; id: number } | null {
  const match = /^(\w+):([1-9]\d{0,14})$/.exec(Buffer.from(value, 'base64').toString());
  const type = NODE_TYPES.find((known) => known === match?.[1]);
  return type && match?.[2] && globalId(type, Number(match[2])) === value ? { type, id: Number(match[2]) } : null;
}

/** The id of a node of a type that an opaque id stands for; 0, which nothing has, where it stands for something else. */
export function idOf(type: NodeType, value: string): number {
  const node = parseGlobalId(value);
  return node?.type === type ? node.id : 0;
}
