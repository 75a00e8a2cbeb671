import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { Text } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import type { SchemaNode } from '@understudy/description/read-schema';
import { around, hasValue, membersOf, pathOf } from './json-path.js';
import { wholeTree } from './whole-tree.js';

/** Completes names of members, and values where there are only some, as a schema has them: what begins with what was typed. */
export function completeBySchema(schema: SchemaNode) {
  const find = findCompletions(schema);
  return (context: CompletionContext): CompletionResult | null => {
    const found = find(context);
    if (found === null) return null;
    // CodeMirror would compare with all that is replaced, the closing quote too, which comes after what was typed.
    const typed = unquoted(context.state.sliceDoc(found.from, context.pos));
    const options = found.options.filter(({ label }) => unquoted(label).startsWith(typed));
    return options.length === 0 ? null : { ...found, options, filter: false };
  };
}

function findCompletions(schema: SchemaNode) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const { doc } = state;
    const node = wholeTree(state)?.resolveInner(pos, -1);
    if (node === undefined) return null;
    const name = around(node, 'PropertyName');
    const value = name === undefined ? valueAt(node) : undefined;
    if (value !== undefined) {
      const options = valuesOf(schemaOf(schema, value, doc)).map(completionOf);
      return options.length === 0 ? null : { from: value.from, to: value.to, options };
    }
    const property = around(node, 'Property');
    if (name === undefined && property !== undefined && !hasValue(property)) {
      const options = valuesOf(schemaOf(schema, property, doc)).map(completionOf);
      return options.length === 0 ? null : { from: wordStart(doc, pos), to: pos, options };
    }
    const object = around(node, 'Object');
    if (object === undefined || (name === undefined && !explicit && node.name !== '⚠')) return null;
    const from = name?.from ?? wordStart(doc, pos);
    const has = membersOf(object, doc);
    const own = name === undefined ? undefined : JSON.stringify(doc.sliceString(name.from + 1, name.to - 1));
    const options = Object.entries(chosen(schemaOf(schema, object, doc), has)?.properties ?? {})
      .filter(([key]) => !has.has(key) || JSON.stringify(key) === own)
      .map(([key, member]) => memberCompletion(key, member, name !== undefined && isFollowed(doc, name.to)));
    return { from, to: name?.to ?? pos, options };
  };
}

/** The schema of a node's value; alternatives are told apart by the `type` that the text has. */
function schemaOf(schema: SchemaNode, node: SyntaxNode, doc: Text): SchemaNode | undefined {
  const objects: SyntaxNode[] = [];
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent)
    if (at.name === 'Object') objects.unshift(at);
  let current: SchemaNode | undefined = schema;
  let depth = 0;
  for (const step of pathOf(node, doc)) {
    if (typeof step === 'number') {
      current = current?.items;
      continue;
    }
    const object = objects[depth];
    depth += 1;
    const properties: SchemaNode['properties'] =
      current && object && chosen(current, membersOf(object, doc))?.properties;
    current = properties !== undefined && Object.hasOwn(properties, step) ? properties[step] : undefined;
  }
  return current;
}

/** The alternative that is meant; before there is a `type`, one that has nothing but all the types. */
function chosen(schema: SchemaNode | undefined, has: ReadonlyMap<string, string>): SchemaNode | undefined {
  if (schema?.anyOf === undefined) return schema;
  const meant = schema.anyOf.find(
    ({ properties }) => JSON.stringify(properties?.['type']?.const) === has.get('type'),
  );
  const types = schema.anyOf.map(({ properties }) => properties?.['type']?.const);
  const type: SchemaNode = { enum: types };
  return { properties: { ...meant?.properties, type } };
}

function valuesOf(schema: SchemaNode | undefined): readonly unknown[] {
  if (schema?.enum !== undefined) return schema.enum;
  if (schema?.const !== undefined) return [schema.const];
  return schema?.type === 'boolean' ? [true, false] : [];
}

function completionOf(value: unknown): Completion {
  return { label: JSON.stringify(value), type: 'constant' };
}

function memberCompletion(key: string, schema: SchemaNode, hasColon: boolean): Completion {
  const label = JSON.stringify(key);
  return { label, type: 'property', detail: shapeOf(schema), apply: hasColon ? label : `${label}: ` };
}

const unquoted = (text: string) => text.replace(/^"|"$/g, '');

/** What a value may be, in a few characters. */
function shapeOf({ type, anyOf, enum: choices, minimum, maximum }: SchemaNode): string {
  if (anyOf !== undefined) return 'object';
  if (choices !== undefined) return choices.length > 3 ? `one of ${choices.length}` : choices.join(', ');
  return minimum === undefined || maximum === undefined ? (type ?? '') : `${minimum} to ${maximum}`;
}

function valueAt(node: SyntaxNode): SyntaxNode | undefined {
  return ['String', 'Number', 'True', 'False', 'Null'].includes(node.name) ? node : undefined;
}

const isFollowed = (doc: Text, at: number) => /^\s*:/.test(doc.sliceString(at, at + 10));

function wordStart(doc: Text, pos: number): number {
  let at = pos;
  while (at > 0 && /["\w]/.test(doc.sliceString(at - 1, at))) at -= 1;
  return at;
}
