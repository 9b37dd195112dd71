/** `docs/configuration.md`: every key of the configuration, from the schemas that read it. */
import { commonSchema, fileSchema, type Kinds } from '../../src/config/schema.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { keyRows, type KeyRow } from './key-rows.ts';
import { codeList, markdownTable } from './markdown.ts';

const intro = `# The configuration file

<!-- Written by \`npm run docs\` from the schemas in src/config and src/kinds. Edit those. -->

One YAML file, by default \`.github/staging-gate.yml\`, says what staging must have. It is read as a whole before
anything is probed: every problem is told at once, each with its line, its key and what was expected. Unknown keys are
problems. \`npx staging-health-gate validate\` does the same without probing.

[\`staging-gate.schema.json\`](staging-gate.schema.json) is the JSON Schema of the file. Copy it beside the
configuration, and editors complete and check the keys:

\`\`\`yaml
# yaml-language-server: $schema=staging-gate.schema.json
\`\`\`

## Values

- \`\${NAME}\` in any text is replaced by the environment variable of that name. The gate sees the variables of its step's
  \`env:\`.
- A key marked _secret_ takes \`\${NAME}\` and nothing else, so that no credential is ever committed.
- A variable that is missing or empty is no mistake of the file: the probe that needs it is \`unknown\`, with the code
  \`SECRET_MISSING\`, and the gate blocks.
- Durations are a whole number and a unit: \`500ms\`, \`30s\`, \`10m\`, \`4h\`, \`7d\`.
- A \`NAME\` in a key below stands for a name of your own; \`[]\` for each entry of a list.`;

const probeNames = `A probe's name is yours: lower-case letters, digits and dashes. Everywhere else, in \`depends-on\`, in waivers, in the
input \`probes\`, probes go by this name.`;

const evidenceExample = `Evidence is what the [ledger](recipes/read-the-ledger.md) proves about the commit that is to be deployed. Without this
section the gate judges staging only, and not whether the candidate was tested there.

\`\`\`yaml
evidence:
  candidate: { from: deployment, environment: staging }
  require:
    - { probe: check-in, passes: 3, spanning: 1h }
    - { healthy-for: 4h, max-gap: 45m }
    - { check: CHIP system tests }
  expires-after: 7d
\`\`\`

Each requirement is of one sort: \`probe\`, \`healthy-for\` or \`check\`. A duration that \`expires-after\` ends before it can be
reached is a mistake. Only runs in which the very same commit was live count.`;

const waiverExample = `A known defect that does not block until a day. It names probes; anything else that is broken still blocks.

\`\`\`yaml
waivers:
  - { probes: [vets-website], reason: 'S3 move, DEVOPS-12', until: 2026-12-01 }
\`\`\`

For one deploy in an emergency there are the inputs \`waive\` and \`waive-reason\` instead:
[break the glass](recipes/break-the-glass.md).`;

/** @param examples the text of a whole configuration file by the kind that it is for */
export function configurationPage(kinds: Kinds, examples: Readonly<Record<string, string>>): string {
  const file = keyRows(fileSchema);
  const isBelow = (section: string) => (row: KeyRow) => row.key.startsWith(`${section}.`);
  const waivers = file.filter(({ key }) => key.startsWith('waivers[].'));
  const top = file.filter(({ key }) => !/[.[]/u.test(key));
  return `${[
    intro,
    '## The file',
    keyTable(top),
    '## Every probe',
    probeNames,
    keyTable([kindRow, ...keyRows(commonSchema)]),
    '## `evidence`',
    evidenceExample,
    keyTable(file.filter(isBelow('evidence'))),
    '## `waivers`',
    waiverExample,
    keyTable(waivers),
    '## Kinds',
    markdownTable(
      ['kind', 'what it looks at'],
      Object.values(kinds).map(({ kind, summary }) => [`[\`${kind}\`](#kind-${kind})`, summary]),
    ),
    ...Object.values(kinds).flatMap((kind) => kindSection(kind, examples)),
  ].join('\n\n')}\n`;
}

const kindRow: KeyRow = {
  key: 'kind',
  takes: 'the name of a [kind](#kinds), written out',
  isRequired: true,
  meaning: 'What sort of system is probed; decides which other keys there are.',
};

function keyTable(rows: readonly KeyRow[]): string {
  const cells = rows.map(({ key, takes, isRequired, fallback, meaning }) => [
    `\`${key}\``,
    takes.replace(/^secret:/u, '_secret_:'),
    isRequired ? '**required**' : fallback === undefined ? '' : `\`${fallback}\``,
    meaning,
  ]);
  return markdownTable(['key', 'takes', 'default', 'meaning'], cells);
}

function kindSection(kind: Kind, examples: Readonly<Record<string, string>>): readonly string[] {
  const example = examples[kind.kind];
  if (example === undefined)
    throw new Error(`The kind "${kind.kind}" has no example: write docs/examples/${kind.kind}.yml.`);
  return [
    `### Kind \`${kind.kind}\``,
    kind.summary,
    placeOf(kind),
    keyTable(keyRows(kind.settings)),
    `\`\`\`yaml\n${example.trimEnd()}\n\`\`\``,
  ];
}

/** Where it stands in the chain. */
function placeOf({ layer, upstreams, uses = {} }: Kind): string {
  const own =
    typeof layer === 'string'
      ? `It speaks of the layer \`${layer}\`.`
      : 'It speaks of the layer that you name.';
  const above =
    upstreams.length === 0
      ? 'Nothing upstream explains its failure.'
      : `A failure of ${codeList(upstreams)} explains its own, unless \`depends-on\` says otherwise.`;
  const used = Object.entries(uses).map(([kind, need]) =>
    need === 'required' ? `\`${kind}\`` : `\`${kind}\` (where there is one)`,
  );
  const taken = used.length === 0 ? [] : [`It takes settings of the probes of kind ${used.join(', ')}.`];
  return [own, above, ...taken].join(' ');
}
