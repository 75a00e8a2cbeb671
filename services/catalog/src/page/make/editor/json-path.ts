import type { Text } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';

/** From the root of a JSON text to a place in it: names of members, and positions in arrays. */
export type JsonPath = readonly (string | number)[];

const values = ['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null'];

/** The path of the value that a node is or lies in. */
export function pathOf(node: SyntaxNode, doc: Text): JsonPath {
  const path: (string | number)[] = [];
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name === 'Property') path.unshift(nameOf(at, doc) ?? '');
    else if (at.parent?.name === 'Array' && values.includes(at.name)) path.unshift(itemsBefore(at));
  }
  return path;
}

/**
 * Where the field of a JSON Pointer (RFC 6901) is in a text: its value, or, where it is missing, the beginning of the innermost object that should
 * have it.
 */
export function rangeOf(pointer: string, tree: Tree, doc: Text): { from: number; to: number } {
  let at = valueIn(tree.topNode);
  for (const token of pointer.split('/').slice(1)) {
    const next: SyntaxNode | undefined =
      at && childOf(at, token.replaceAll('~1', '/').replaceAll('~0', '~'), doc);
    if (next === undefined) return { from: at?.from ?? 0, to: (at?.from ?? 0) + 1 };
    at = next;
  }
  return { from: at?.from ?? 0, to: at?.to ?? doc.length };
}

/** The names of an object's members, and the text of each value. */
export function membersOf(object: SyntaxNode, doc: Text): ReadonlyMap<string, string> {
  return new Map(
    object.getChildren('Property').map((property) => {
      const value = valueIn(property);
      return [nameOf(property, doc) ?? '', value === undefined ? '' : doc.sliceString(value.from, value.to)];
    }),
  );
}

/** The innermost node of that name around a node, itself included. */
export function around(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (at.name === name) return at;
  return undefined;
}

/** Whether a member has one; while it is written it has none. */
export function hasValue(property: SyntaxNode): boolean {
  return valueIn(property) !== undefined;
}

function childOf(node: SyntaxNode, token: string, doc: Text): SyntaxNode | undefined {
  if (node.name === 'Array')
    return values.flatMap((name) => node.getChildren(name)).sort(byPlace)[Number(token)];
  const property = node.getChildren('Property').find((each) => nameOf(each, doc) === token);
  if (property === undefined) return undefined;
  // A member that should not be there has a wrong name as well.
  return valueIn(property) ?? property;
}

function valueIn(node: SyntaxNode): SyntaxNode | undefined {
  return values.map((name) => node.getChild(name)).find((child) => child !== null) ?? undefined;
}

function nameOf(property: SyntaxNode, doc: Text): string | undefined {
  const name = property.getChild('PropertyName');
  if (name === null) return undefined;
  try {
    return String(JSON.parse(doc.sliceString(name.from, name.to)));
  } catch {
    return undefined;
  }
}

function itemsBefore(node: SyntaxNode): number {
  let count = 0;
  for (let at = node.prevSibling; at !== null; at = at.prevSibling) if (values.includes(at.name)) count += 1;
  return count;
}

const byPlace = (a: SyntaxNode, b: SyntaxNode) => a.from - b.from;
