import { startGitHub, type GitHubStandIn } from './github.ts';
import type { Staging } from './staging.ts';

const repository = 'example/vetext';

/** GitHub's API with one commit that is live in the staging, as the deploy workflow of VEText would have left it. */
export async function startGitHubOf(staging: Pick<Staging, 'setRevision'>): Promise<GitHubStandIn> {
  const github = await startGitHub({ repository });
  const sha = github.commit('main', { 'README.md': '# A stand-in for VEText\n' }, 'The commit that is live');
  github.reportDeployment(github.deploy({ environment: 'staging', sha }), 'success');
  staging.setRevision(sha);
  return github;
}

/**
 * Every variable that a run against the stand-in needs: those of its own configuration, those of
 * `examples/vetext`, which takes the addresses from the environment too, and those that name GitHub.
 */
export function variablesOf(
  { env, urls }: Pick<Staging, 'env' | 'urls'>,
  { apiUrl }: Pick<GitHubStandIn, 'apiUrl'>,
): Readonly<Record<string, string>> {
  return {
    ...env,
    CHIP_URL: urls.chip,
    DD_API_URL: urls.datadog,
    LOROTA_URL: urls.lorota,
    VETEXT_URL: urls.vetext,
    VETS_API_URL: urls['vets-api'],
    VETS_WEBSITE_URL: urls['vets-website'],
    VISTA_API_URL: urls['vista-api'],
    GITHUB_API_URL: apiUrl,
    GITHUB_REPOSITORY: repository,
    GITHUB_TOKEN: 'any-token-will-do',
  };
}
