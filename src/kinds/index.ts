// THE registry: one line per kind, exported under the name that users write after `kind:`.
export { cdw } from './cdw.ts';
export { chip } from './chip.ts';
export { http } from './http.ts';
export { vetsApi as 'vets-api' } from './vets-api.ts';
export { vistaApi as 'vista-api' } from './vista-api.ts';
