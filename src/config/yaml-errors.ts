import type { YAMLError } from 'yaml';

/** What each error of the YAML parser means, in our words: its own messages quote the file. */
const sentences: Record<YAMLError['code'], string> = {
  ALIAS_PROPS: 'an alias (*name) takes no anchor and no tag',
  BAD_ALIAS: 'this alias (*name) or anchor (&name) has no proper name',
  BAD_COLLECTION_TYPE: 'this tag does not fit a mapping or a list',
  BAD_DIRECTIVE: 'this line that starts with % is no YAML directive',
  BAD_DQ_ESCAPE: 'no such escape after \\ in double quotes; write \\\\ for a backslash, or use single quotes',
  BAD_INDENT: 'this line is indented too far, or not far enough, for what stands above it',
  BAD_PROP_ORDER: 'an anchor or a tag stands in the wrong place',
  BAD_SCALAR_START: 'a text cannot start with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'no mapping or list can start here; look at the indentation, and put text that holds ": " in quotes',
  BLOCK_IN_FLOW: 'within { } or [ ] everything is written with { }, [ ] and commas',
  DUPLICATE_KEY: 'this key stands twice',
  IMPOSSIBLE: 'this cannot be read',
  KEY_OVER_1024_CHARS: 'this key is too long',
  MISSING_CHAR: 'something is missing here: a colon, a comma, a closing quote, } or ]',
  MULTILINE_IMPLICIT_KEY: 'a key ends on its own line; look for a missing colon or closing quote',
  MULTIPLE_ANCHORS: 'a value takes one anchor only',
  MULTIPLE_DOCS: 'a second document starts here (---); the file holds exactly one',
  MULTIPLE_TAGS: 'a value takes one tag only',
  NON_STRING_KEY: 'a key is plain text: no list, no mapping, no alias',
  RESOURCE_EXHAUSTION: 'this is nested too deeply',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  TAG_RESOLVE_FAILED: 'a value is written without a tag (!…)',
  UNEXPECTED_TOKEN: 'this was not expected here; look for a missing quote, colon or bracket just before',
};

/** `${NAME}` without quotes in `{ }` or `[ ]`, where `{` starts a mapping: everyone writes it once. */
function hasBareVariableInFlow(line: string): boolean {
  const flow = line.search(/[{[,]/u);
  return flow >= 0 && /[^"'\w]\$\{/u.test(line.slice(flow));
}

/** One line about an error of the YAML parser, with the parser's own code. */
export function yamlSentence(code: YAMLError['code'], line: string): string {
  const sentence = hasBareVariableInFlow(line)
    ? 'within { } and [ ], a variable needs quotes: "${NAME}"'
    : sentences[code];
  return `${sentence} (YAML: ${code})`;
}
