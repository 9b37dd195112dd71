/**
 * VEText: builds the payload that CHIP gets. Routes from va.gov-team#69888 and the VEText incident playbook; the key
 * names of the payload are not public, so they are ours.
 */
import pg from 'pg';

import type { IsOn } from '../faults.ts';
import type { Answer, Call, Reply, Route, ServiceDefinition } from '../http-service.ts';
import { asMembers, asText } from '../json.ts';
import type { TokenStore } from '../tokens.ts';
import { parentStation, type VistaClient } from '../vista-client.ts';

interface Deps {
  readonly isOn: IsOn;
  /** VEText's own login to the CDW. */
  readonly cdwUrl: string;
  readonly vista: VistaClient;
  readonly tokens: TokenStore<true>;
  readonly revision: () => string;
}

export function vetextService(deps: Deps): ServiceDefinition {
  const { isOn, tokens, revision } = deps;
  const giveToken = (): Reply => ({ status: 200, json: { token: tokens.issue(true) } });
  const routes: readonly Route[] = [
    ['GET', '/api/vetext/auth', giveToken],
    ['POST', '/api/vetext/auth', giveToken],
    [
      'GET',
      '/api/vetext/pub/chip/initiate-checkin-data/:station/:ien',
      (call) => initiateCheckInData(deps, call),
    ],
    // Invented: a place where the live commit can be read, for candidates that come from an address.
    ['GET', '/api/vetext/pub/build', () => ({ status: 200, json: { git_revision: revision() } })],
  ];
  const before = (): Answer | undefined => {
    if (isOn('vetext-hung')) return 'hang';
    if (isOn('vetext-502')) return { status: 502, html: '<html><title>502 Bad Gateway</title></html>' };
    return undefined;
  };
  return { name: 'vetext', routes, before, notFound: () => failure(404, 'Not found.') };
}

async function initiateCheckInData(deps: Deps, call: Call): Promise<Reply> {
  const station = call.params['station'] ?? '';
  const parent = parentStation(station);
  const found = await deps.vista.appointment(parent, call.params['ien'] ?? '');
  const dfn = asText(asMembers(found?.['Patient'])['DFN']);
  const person = dfn === '' ? undefined : await deps.vista.demographics(parent, dfn);
  if (found === undefined || person === undefined)
    return failure(500, 'Error while retrieving the appointment.');
  const phone = await lookUpPhone(deps.cdwUrl, asText(person['ICN']), parent);
  if (phone === 'failed') return failure(500, 'Error while retrieving the phone number.');
  if (phone === 'none') return failure(404, 'No phone number on file.');
  const withNameAndZip = !deps.isOn('vetext-drops-name-and-zip');
  return {
    status: 200,
    json: {
      appointmentIEN: found['AppointmentIEN'],
      stationNo: station,
      patientDFN: dfn,
      patientICN: person['ICN'],
      ...(withNameAndZip && { patientName: person['Name'], zip: person['ZipCode'] }),
      ...(!deps.isOn('vetext-drops-dob') && { patientDOB: person['DOB'] }),
      phone: phone.number,
    },
  };
}

/** The query of the incident: without the column it fails, and VEText has no payload to give. */
async function lookUpPhone(url: string, icn: string, station: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ cellPhone: string | null; PhoneNumber: string | null }>(
      `select v."cellPhone", p."PhoneNumber"
         from dflt.vw__sta3n_icn v
         left join spatient."SPatient" s on s."PatientICN" = v.icn and s."Sta3n" = v.sta3n
         left join spatient."SPatientPhone" p on p."PatientSID" = s."PatientSID"
        where v.icn = $1 and v.sta3n = $2`,
      [icn, station],
    );
    const number = rows[0]?.cellPhone ?? rows[0]?.PhoneNumber;
    return number ? { number } : 'none';
  } catch {
    return 'failed';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function failure(status: number, message: string): Reply {
  return { status, json: { success: false, responseStatus: status, message } };
}
