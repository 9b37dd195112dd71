/** GitHub's stand-in with all that a candidate needs to be let through, for rows in which GitHub misbehaves. */
import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import type { Arranged } from './fault-rows.ts';

/** Asks for a check of the candidate, which GitHub knows as live and as passed. */
export const evidenceSections: NonNullable<Arranged['sections']> = {
  evidence: { candidate: { from: 'deployment' }, require: [{ check: 'System tests' }] },
};

export interface Evidence {
  readonly github: GitHubStandIn;
  /** What the runner tells the action: where GitHub's API is, and the candidate. */
  readonly runner: { readonly GITHUB_API_URL: string; readonly GITHUB_SHA: string };
}

export async function startEvidence(stack: AsyncDisposableStack): Promise<Evidence> {
  const github = await startGitHub({ repository: 'example/vetext' });
  stack.defer(() => github.stop());
  const sha = github.commit('main', { 'README.md': 'A repository that is not empty.' });
  const deployedAt = new Date(Date.now() - 3_600_000);
  const id = github.deploy({ environment: 'staging', sha, at: deployedAt });
  github.reportDeployment(id, 'success', deployedAt);
  github.addCheckRun({ sha, name: 'System tests' });
  return { github, runner: { GITHUB_API_URL: github.apiUrl, GITHUB_SHA: sha } };
}
