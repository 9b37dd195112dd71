import { callService, type Response } from './http-call.ts';
import { asText } from './json.ts';
import type { ChipAccess } from './services/chip.ts';

/**
 * CHIP as vets-api uses it (modules/check_in, services/v2/chip/client.rb). The real one keeps its token for 14
 * minutes; this one asks every time, so that what it shows never depends on what was healthy a moment ago.
 */
export interface ChipClient {
  /** Paths are those below `/actions`. */
  post(path: string, json?: unknown): Promise<Response>;
  delete(path: string): Promise<Response>;
}

export function createChipClient(url: string, access: ChipAccess): ChipClient {
  const gateway = { 'x-apigw-api-id': access.apiId };
  const basic = Buffer.from(`${access.username}:${access.password}`).toString('base64');
  const act = async (method: string, path: string, json?: unknown): Promise<Response> => {
    const login = await callService('vets-api', {
      method: 'POST',
      url: `${url}/token`,
      headers: { ...gateway, authorization: `Basic ${basic}` },
    });
    const token = asText(login.body['token']);
    // Without a token every action has failed, also when the token call said 200.
    if (token === '') return { status: 500, body: {} };
    return callService('vets-api', {
      method,
      url: `${url}/actions${path}`,
      headers: { ...gateway, authorization: `Bearer ${token}` },
      json,
    });
  };
  return {
    post: (path, json) => act('POST', path, json),
    delete: (path) => act('DELETE', path),
  };
}
