import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { blocks, type Violation } from '../../domain/violation.ts';

/** What a document asks for, as far as the schema knows it: nothing here was made up by a client but the name. */
interface OperationFacts {
  type: 'query' | 'mutation' | 'subscription';
  name: string | null;
  rootFields: readonly string[];
}

/** How a request ended: `refused` by rules, `failed` for a reason the caller can mend, `fault` for one of ours. */
export type RequestOutcome = 'ok' | 'refused' | 'failed' | 'fault' | 'abandoned';

/** How an answer came about; see `DirectAnswers`. */
export type AnswerWay = 'plain' | 'direct' | 'kept';

/** What is learnt of one request for `/graphql` while it is answered. Never what was sent with it. */
export class RequestRecord {
  readonly requestId: string;
  readonly startedAt = performance.now();
  subject: string | null = null;
  /** Finds its trace, where there is one. */
  traceId: string | null = null;
  operation: OperationFacts | null = null;
  /** Whether the document had to be parsed and validated; false where it was remembered. */
  isNewDocument = false;
  /** Whether its answer was put together by Apollo, read as it was sent, or read before. */
  way: AnswerWay = 'plain';
  readonly errors = new Set<string>();
  readonly violations = new Set<string>();
  /** Whether rules stood in the way of something that was not just rehearsed. */
  isRefused = false;
  status = 0;
  durationMs = 0;
  /** Whether the client left before it had its answer. */
  isAbandoned = false;

  constructor(requestId: string) {
    this.requestId = requestId;
  }

  get outcome(): RequestOutcome {
    if (this.isAbandoned) return 'abandoned';
    if (this.status >= 500 || this.errors.has('INTERNAL_SERVER_ERROR')) return 'fault';
    if (this.errors.size > 0) return 'failed';
    return this.isRefused ? 'refused' : 'ok';
  }

  resolve(document: DocumentNode, operation: OperationDefinitionNode): void {
    this.operation = factsOf(document, operation);
  }

  noteErrors(errors: readonly GraphQLFormattedError[] = []): void {
    for (const { extensions } of errors) this.errors.add(String(extensions?.code));
  }

  /** What a verb came to; its codes count once however often they were told. */
  noteViolations({ violations, rehearsed }: { violations: readonly Violation[]; rehearsed: boolean }): void {
    for (const { code } of violations) this.violations.add(code);
    this.isRefused ||= !rehearsed && blocks(violations);
  }

  end({ status, isAbandoned }: { status: number; isAbandoned: boolean }): void {
    this.status = status;
    this.isAbandoned = isAbandoned;
    this.durationMs = performance.now() - this.startedAt;
  }
}

const RECORD = Symbol('request record');

interface Recorded {
  [RECORD]?: RequestRecord;
}

/** Begins the record of a request. */
export function beginRecord(request: { id: string }): RequestRecord {
  const record = new RequestRecord(request.id);
  attachRecord(request, record);
  return record;
}

/** Puts the record where it is found: at a request, and at the context, of which Apollo's plugins see a copy. */
export function attachRecord(holder: object, record: RequestRecord | undefined): void {
  (holder as Recorded)[RECORD] = record;
}

export const recordOf = (holder: object): RequestRecord | undefined => (holder as Recorded)[RECORD];

/** A document that is asked again is the same object, so it is walked once. */
const known = new WeakMap<OperationDefinitionNode, OperationFacts>();

function factsOf(document: DocumentNode, operation: OperationDefinitionNode): OperationFacts {
  const found = known.get(operation);
  if (found) return found;
  const rootFields = [...new Set(fieldsOf(document, operation.selectionSet))].sort();
  const facts = { type: operation.operation, name: operation.name?.value.slice(0, 100) ?? null, rootFields };
  known.set(operation, facts);
  return facts;
}

/** Fragments of a valid document never lead back to themselves. */
function fieldsOf(document: DocumentNode, { selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection): string[] => {
    if (selection.kind === 'Field') return [selection.name.value];
    if (selection.kind === 'InlineFragment') return fieldsOf(document, selection.selectionSet);
    const fragment = document.definitions.find(
      (definition) => definition.kind === 'FragmentDefinition' && definition.name.value === selection.name.value,
    );
    return fragment?.kind === 'FragmentDefinition' ? fieldsOf(document, fragment.selectionSet) : [];
  });
}
