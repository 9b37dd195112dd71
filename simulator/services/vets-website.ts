/** vets-website: a static site. BUILD.txt has the keys of its deploy workflow (daily-deploy-production.yml). */
import type { IsOn } from '../faults.ts';
import type { Answer, Reply, Route, ServiceDefinition } from '../http-service.ts';

/** What `website-wrong-ref` reports. */
const otherRef = '0ddba11'.padEnd(40, '0');

export function vetsWebsiteService(isOn: IsOn, ref: () => string): ServiceDefinition {
  const page = (title: string, entry: string) => () => appPage(title, entry);
  const routes: readonly Route[] = [
    ['GET', '/health-care/appointment-check-in/', page('Check in at VA', 'check-in')],
    ['GET', '/health-care/appointment-pre-check-in/', page('Pre-check-in at VA', 'pre-check-in')],
    ['GET', '/BUILD.txt', () => buildText(isOn('website-wrong-ref') ? otherRef : ref())],
  ];
  const before = (): Answer | undefined => (isOn('website-fallback') ? fallback : undefined);
  return {
    name: 'vets-website',
    routes,
    before,
    notFound: () => ({ status: 404, html: document('Not found', '') }),
  };
}

function buildText(ref: string): Reply {
  const lines = ['BUILDTYPE=vagovstaging', `REF=${ref}`, 'RUN_ID=0', 'BUILDTIME=0'];
  return { status: 200, text: `${lines.join('\n')}\n` };
}

function appPage(title: string, entry: string): Reply {
  const script = `<script src="/generated/${entry}.entry.js" defer></script>`;
  return {
    status: 200,
    html: document(title, `${script}<div id="react-root" data-entry-name="${entry}"></div>`),
  };
}

/** The same page for every path: a site that lost its files still answers 200. */
const fallback: Reply = { status: 200, html: document('VA.gov', '<div id="root"></div>') };

function document(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body>${body}</body></html>`;
}
