import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Pair, type YAMLMap } from 'yaml';
import { isStorable } from '../../domain/text.ts';

/** Both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** Something to put right at a path of a document; at the key where the key itself is wrong. */
export interface Finding {
  path: string[];
  message: string;
  at?: 'KEY';
}

/** Where everything of a YAML document stands; and what is wrong with it whatever the document is about. */
export class PlanTree {
  readonly problems: (Finding & Place)[] = [];
  private readonly root: unknown;
  private readonly lines: LineCounter;
  private readonly pairs = new Map<YAMLMap, Map<string, Pair>>();
  private readonly targets = new Map<Alias, unknown>();
  /** Null while inside the node: an alias to what it stands in has no end. */
  private readonly anchors = new Map<string, unknown>();

  constructor(root: unknown, lines: LineCounter) {
    this.root = root;
    this.lines = lines;
    this.walk(root, []);
  }

  /** The place of what stands at a path, behind aliases too, or of the nearest thing that would hold it. */
  placeOf(path: readonly string[], at?: 'KEY'): Place | null {
    let [key, value] = [this.root, this.root];
    for (const step of path) {
      const next = this.child(value, step);
      if (!next) return this.place(value);
      [key, value] = next;
    }
    return this.place(at === 'KEY' ? key : value);
  }

  private child(node: unknown, step: string): [key: unknown, value: unknown] | null {
    const parent = isAlias(node) ? this.targets.get(node) : node;
    if (isSeq(parent)) {
      const item = parent.items[Number(step)];
      return item === undefined ? null : [item, item];
    }
    const pair = isMap(parent) ? this.pairs.get(parent)?.get(step) : undefined;
    return pair ? [pair.key, pair.value ?? pair.key] : null;
  }

  private place(node: unknown): Place | null {
    if (!isNode(node) || !node.range) return null;
    const { line, col } = this.lines.linePos(node.range[0]);
    return { line, column: col };
  }

  private walk(node: unknown, path: string[]): void {
    if (isAlias(node)) this.resolve(node, path);
    if (isScalar(node) && typeof node.value === 'string' && !isStorable(node.value)) {
      this.report(node, { path, message: 'expected text without the NUL character and without half characters' });
    }
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, null);
    if (isMap(node)) this.walkMap(node, path);
    if (isSeq(node)) for (const [index, item] of node.items.entries()) this.walk(item, [...path, String(index)]);
    if (anchor !== undefined) this.anchors.set(anchor, node);
  }

  /** The parser would compare every key with every other, which takes minutes for a long map. */
  private walkMap(map: YAMLMap, path: string[]): void {
    const pairs = new Map<string, Pair>();
    this.pairs.set(map, pairs);
    for (const pair of map.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      const at = [...path, name];
      const first = pairs.get(name);
      if (first) {
        const message = `expected each key once; ${name} stands on line ${this.place(first.key)?.line} too`;
        this.report(pair.key, { path: at, message });
      } else pairs.set(name, pair);
      this.walk(pair.key, at);
      this.walk(pair.value, at);
    }
  }

  private resolve(alias: Alias, path: string[]): void {
    const target = this.anchors.get(alias.source) ?? null;
    if (target !== null) this.targets.set(alias, target);
    else this.report(alias, { path, message: `expected an anchor &${alias.source} before its alias` });
  }

  private report(node: unknown, finding: Finding): void {
    this.problems.push({ ...finding, ...(this.place(node) ?? { line: 1, column: 1 }) });
  }
}
