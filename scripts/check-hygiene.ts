/** Looks at every file of the repository for what may not stand in it; the rules are in `hygiene-rules.ts`. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';

import { findHygieneProblems, type SourceFile, type Surroundings } from './hygiene-rules.ts';

const root = resolve(import.meta.dirname, '..');

/** Known to everyone: hosted runners keep their files there. */
const publicHome = '/home/runner';

/** What git tracks, and what it would: ignored files do not count, nor do those that are deleted. */
function repositoryFiles(): SourceFile[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(list.split('\0'))].flatMap((path) => {
    try {
      const bytes = readFileSync(resolve(root, path));
      return bytes.includes(0) ? [] : [{ path, text: bytes.toString('utf8') }];
    } catch {
      return [];
    }
  });
}

function surroundings(): Surroundings {
  const known = [homedir(), root, dirname(root)];
  const folders = known.filter((folder) => folder !== dirname(folder) && folder !== tmpdir());
  const registry = execFileSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  return {
    folders: folders.filter((folder) => folder !== publicHome).map((folder) => `${folder}/`),
    registryHosts: URL.canParse(registry.trim()) ? [new URL(registry.trim()).hostname] : [],
  };
}

const problems = findHygieneProblems(repositoryFiles(), surroundings());
for (const problem of problems) console.log(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
