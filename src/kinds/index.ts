// THE registry: one line per kind, exported under the name that users write after `kind:`.
export { cdw } from './cdw.ts';
export { checkIn as 'check-in' } from './check-in.ts';
export { chip } from './chip.ts';
export { datadog } from './datadog.ts';
export { http } from './http.ts';
export { lorota } from './lorota.ts';
export { vetext } from './vetext.ts';
export { vetsApi as 'vets-api' } from './vets-api.ts';
export { vetsWebsite as 'vets-website' } from './vets-website.ts';
export { vistaApi as 'vista-api' } from './vista-api.ts';
