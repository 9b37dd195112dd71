/** The credentials of one staging: made up at its start, known to nobody else. */
import { randomBytes } from 'node:crypto';

import { exportPKCS8, generateKeyPair, type CryptoKey } from 'jose';

import type { Cdw, Role } from './cdw.ts';
import { patient } from './people.ts';
import type { ChipAccess } from './services/chip.ts';
import type { DatadogAccess } from './services/datadog.ts';
import type { LorotaAccess } from './services/lorota.ts';
import type { VistaApiAccess } from './services/vista-api.ts';

/** Who may sign claims for LoROTA: vets-api reads records, CHIP writes them. */
export interface SigningKeys {
  readonly issuers: Readonly<Record<'vets-api' | 'chip', CryptoKey>>;
  readonly reader: CryptoKey;
  readonly writer: CryptoKey;
  /** The reader's private key in PKCS #8, as vets-api and the gate get it. */
  readonly readerPem: string;
}

export interface Access {
  readonly cdw: {
    readonly gateUrl: string;
    readonly vetextUrl: string;
    readonly passwords: readonly string[];
  };
  readonly vistaApi: VistaApiAccess;
  readonly chip: ChipAccess;
  readonly lorota: LorotaAccess;
  readonly datadog: DatadogAccess;
}

export async function createSigningKeys(): Promise<SigningKeys> {
  const [reader, writer] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('RS256'),
  ]);
  return {
    issuers: { 'vets-api': reader.publicKey, chip: writer.publicKey },
    reader: reader.privateKey,
    writer: writer.privateKey,
    readerPem: await exportPKCS8(reader.privateKey),
  };
}

/** `port` is that of the relay before the CDW. */
export function createAccess({ database, gate, vetext }: Cdw, port: number): Access {
  const random = () => randomBytes(12).toString('hex');
  const urlOf = ({ user, password }: Role) =>
    `postgres://${user}:${password}@127.0.0.1:${String(port)}/${database}`;
  return {
    cdw: { gateUrl: urlOf(gate), vetextUrl: urlOf(vetext), passwords: [gate.password, vetext.password] },
    vistaApi: { key: random(), duz: '520991837' },
    chip: { apiId: random(), username: `user-${random()}`, password: random() },
    lorota: { apiId: random(), apiKey: random() },
    datadog: { apiKey: random(), applicationKey: random() },
  };
}

/** The variables that `gateConfiguration` names, and those that its user may add. */
export function createEnvironment({ cdw, vistaApi, chip, lorota, datadog }: Access, keys: SigningKeys) {
  return {
    CDW_URL: cdw.gateUrl,
    VISTA_API_KEY: vistaApi.key,
    VISTA_DUZ: vistaApi.duz,
    CHIP_API_ID: chip.apiId,
    CHIP_USER: chip.username,
    CHIP_PASSWORD: chip.password,
    LOROTA_API_ID: lorota.apiId,
    LOROTA_API_KEY: lorota.apiKey,
    LOROTA_PRIVATE_KEY: keys.readerPem,
    DD_API_KEY: datadog.apiKey,
    DD_APP_KEY: datadog.applicationKey,
    TEST_PATIENT_DFN: patient.dfn,
    TEST_PATIENT_LAST_NAME: patient.lastName,
    TEST_PATIENT_DOB: patient.dob,
  };
}

/** Every credential: none may be seen in an output. */
export function listSecrets(access: Access, keys: SigningKeys): readonly string[] {
  const { cdw, vistaApi, chip, lorota, datadog } = access;
  return [
    cdw.gateUrl,
    cdw.vetextUrl,
    ...cdw.passwords,
    vistaApi.key,
    vistaApi.duz,
    chip.apiId,
    chip.username,
    chip.password,
    lorota.apiId,
    lorota.apiKey,
    datadog.apiKey,
    datadog.applicationKey,
    keys.readerPem,
  ];
}
