/** What may not stand in the repository: one finding per line, each with its place. */

export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What this machine and its user must not leave behind. */
export interface Surroundings {
  /** Folders that exist on this machine only, each with its trailing slash. */
  readonly folders: readonly string[];
  /** Host names of package registries. */
  readonly registryHosts: readonly string[];
}

/** Longest file of `src`, in lines. */
const longestSource = 250;

interface LineRule {
  readonly applies: (path: string) => boolean;
  readonly matches: (line: string) => boolean;
  readonly message: string;
}

const isCode = (path: string) => /\.[cm]?[jt]s$/u.test(path) && !path.startsWith('dist/');

const codeRules: readonly LineRule[] = [
  {
    applies: isCode,
    matches: (line) => /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:only|skip|todo)\b/u.test(line),
    message: 'every test runs, every time',
  },
  {
    applies: isCode,
    matches: (line) => /@ts-(?:ignore|nocheck)\b/u.test(line),
    message: 'mend the type, or use @ts-expect-error with its reason',
  },
  {
    applies: isCode,
    matches: (line) => /eslint-(?:disable)/u.test(line) && !/eslint-(?:disable)\S* .*-- \S/u.test(line),
    message: 'a lint rule is switched off without a reason: add " -- why"',
  },
  {
    applies: isCode,
    matches: (line) => /(?:istanbul|v8|c8) (?:ignore)/u.test(line),
    message: 'cover the code, or delete it',
  },
  {
    applies: (path) => path === 'package-lock.json',
    matches: (line) => /"resolved": *"[a-z+]+:\/\//u.test(line),
    message: 'the lockfile carries a download address: run npm install with the .npmrc of this repository',
  },
];

function placeRules({ folders, registryHosts }: Surroundings): readonly LineRule[] {
  return [
    {
      applies: () => true,
      matches: (line) => folders.some((folder) => line.includes(folder)),
      message: 'a path of this machine',
    },
    {
      applies: () => true,
      matches: (line) => registryHosts.some((host) => line.includes(host)),
      message: 'the host of a package registry',
    },
  ];
}

function nameFindings({ path, text }: SourceFile): string[] {
  if (!/^(?:src|simulator|scripts|bench|__tests__)\/.*\.ts$/u.test(path)) return [];
  const name = path.split('/').at(-1) ?? '';
  const findings: string[] = [];
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/u.test(name)) {
    findings.push(`${path}: a file name is written in kebab-case`);
  }
  if (/^(?:utils?|helpers?|types|common|misc)\./u.test(name)) {
    findings.push(`${path}: name the file for the thing it holds`);
  }
  const lines = text.split('\n').length - 1;
  if (path.startsWith('src/') && lines > longestSource) {
    findings.push(`${path}: ${String(lines)} lines, at most ${String(longestSource)}: look for the seam`);
  }
  return findings;
}

/** All findings of all files, as `path:line: what to do`. */
export function findHygieneProblems(files: readonly SourceFile[], surroundings: Surroundings): string[] {
  const rules = [...codeRules, ...placeRules(surroundings)];
  return files.flatMap((file) => {
    const active = rules.filter((rule) => rule.applies(file.path));
    const lines = file.text
      .split('\n')
      .flatMap((line, index) =>
        active
          .filter((rule) => rule.matches(line))
          .map((rule) => `${file.path}:${String(index + 1)}: ${rule.message}`),
      );
    return [...nameFindings(file), ...lines];
  });
}
