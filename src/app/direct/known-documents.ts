import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { HANDED_ON } from '../../db/read/query.ts';
import { Recent } from './recent.ts';

const MOST_DOCUMENTS = 1_000;
/** Characters; longer ones are seldom asked twice. */
const LONGEST = 20_000;

/** An operation of a valid document. */
export interface KnownOperation {
  /** Tells operations apart within this process. */
  id: number;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Variables that are only handed on to PostgreSQL, wherever the document uses them. */
  handedOn: ReadonlySet<string>;
}

/** Documents that were found valid, by their text. Nothing of one is kept but what it says. */
export class KnownDocuments {
  private readonly schema: GraphQLSchema;
  private readonly documents = new Recent<DocumentNode>(MOST_DOCUMENTS);
  private readonly operations = new WeakMap<DocumentNode, Map<string | undefined, KnownOperation | undefined>>();
  private count = 0;

  constructor(schema: GraphQLSchema) {
    this.schema = schema;
  }

  remember(text: string, document: DocumentNode): void {
    if (text.length <= LONGEST) this.documents.put(text, document);
  }

  find(text: string, name: string | undefined): KnownOperation | undefined {
    const document = this.documents.get(text);
    if (!document) return undefined;
    const known = this.operations.get(document) ?? new Map<string | undefined, KnownOperation | undefined>();
    this.operations.set(document, known);
    if (!known.has(name) && known.size < 100) known.set(name, this.operationOf(document, name));
    return known.get(name);
  }

  private operationOf(document: DocumentNode, name: string | undefined): KnownOperation | undefined {
    const operation = getOperationAST(document, name);
    const type = operation && this.schema.getRootType(operation.operation);
    if (!type) return undefined;
    const fragments = Object.fromEntries(
      document.definitions.flatMap((part) => (part.kind === Kind.FRAGMENT_DEFINITION ? [[part.name.value, part]] : [])),
    );
    this.count += 1;
    return { id: this.count, document, operation, fragments, handedOn: handedOnIn(document) };
  }
}

/** A variable counts where every place that it stands in only hands it on. */
function handedOnIn(document: DocumentNode): ReadonlySet<string> {
  const handedOn = new Set<string>();
  const lookedAt = new Set<string>();
  const lookAt = (node: ASTNode) => visit(node, { Variable: ({ name }) => void lookedAt.add(name.value) });
  let depth = 0;
  visit(document, {
    Field: {
      enter: ({ name, arguments: args = [] }) => {
        // Below another field the same name may be another field.
        const names = depth === 0 ? (HANDED_ON[name.value] ?? []) : [];
        for (const { name: arg, value } of args) {
          if (value.kind === Kind.VARIABLE && names.includes(arg.value)) handedOn.add(value.name.value);
          else lookAt(value);
        }
        depth += 1;
      },
      leave: () => {
        depth -= 1;
      },
    },
    Directive: (directive) => void lookAt(directive),
    // Where it is used is not known here.
    FragmentDefinition: (fragment) => {
      lookAt(fragment);
      return false;
    },
  });
  for (const name of lookedAt) handedOn.delete(name);
  return handedOn;
}
