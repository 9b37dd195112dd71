import { patient } from './people.ts';
import type { Staging } from './staging.ts';

export interface ConfigurationOptions {
  /** Commit that vets-api must report as live; without it any will do. */
  readonly revision?: string;
}

/**
 * A configuration of the gate for this staging, as YAML. Secrets stay out of it: it names the variables of
 * `staging.env`.
 */
export function gateConfiguration(
  { urls }: Pick<Staging, 'urls'>,
  { revision }: ConfigurationOptions = {},
): string {
  return `version: 1
environment: staging

probes:
  cdw:
    kind: cdw
    owner: { team: VEText data, contact: "#vetext-data", runbook: "https://runbooks.example/cdw-sync" }
    url: \${CDW_URL}
    tables:
      dflt.vw__sta3n_icn:
        columns: { icn: varchar(50), sta3n: smallint not null, cellPhone: varchar(40) }
        rows: { at-least: 1, where: { sta3n: ${patient.station} } }
        freshness: { column: loaded_at, max-age: 36h }
      spatient.SPatient:
        columns: { PatientSID: bigint, PatientICN: varchar(50), PatientName: varchar(200), Sta3n: smallint }
      spatient.SPatientPhone:
        columns: { PatientSID: bigint, PhoneNumber: varchar(50) }
      dim.Sta3n:
        columns: { Sta3n: smallint, Sta3nName: varchar(50) }
        rows: { at-least: 1 }

  vista-api:
    kind: vista-api
    owner: { team: vista-api, contact: "#vista-api", runbook: "https://runbooks.example/vista-api" }
    url: ${urls['vista-api']}
    key: \${VISTA_API_KEY}
    station: "${patient.station}"
    duz: \${VISTA_DUZ}
    patient: \${TEST_PATIENT_DFN}

  chip:
    kind: chip
    owner: { team: CHIP, contact: "#chip-engineering", runbook: "https://runbooks.example/chip" }
    url: ${urls.chip}
    api-id: \${CHIP_API_ID}
    username: \${CHIP_USER}
    password: \${CHIP_PASSWORD}

  vets-api:
    kind: vets-api
    owner: { team: check-in experience, contact: "#check-in-experience", runbook: "https://runbooks.example/check-in" }
    url: ${urls['vets-api']}
${revision === undefined ? '' : `    revision: "${revision}"\n`}`;
}
