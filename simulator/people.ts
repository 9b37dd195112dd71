/** The one synthetic patient of the stand-in staging. Every value is made up and plainly so. */
export const patient = {
  station: '530',
  dfn: '7172539',
  icn: '9990001112V999888',
  /** VistA's form of a name. */
  name: 'ZZTEST,CHECKIN ONE',
  lastName: 'ZZTEST',
  dob: '1953-06-19',
  zip: '20420-0530',
  phone: '202-555-0142',
} as const;

/** More rows for the CDW: its tables are not about one person. */
export const others = [
  { station: 530, icn: '9990001113V999887', name: 'ZZTEST,CHECKIN TWO', phone: '202-555-0143' },
  { station: 500, icn: '9990001114V999886', name: 'ZZTEST,CHECKIN THREE', phone: '202-555-0144' },
] as const;

/** The appointment that the patient can be checked in for. */
export const appointment = {
  ien: '40719',
  clinicIen: '6517',
  clinicName: 'ZZTEST CHECK-IN CLINIC',
  /** The suffixed station of the fault `station-suffix`; VistA knows its parent only. */
  suffixedStation: '530A4',
} as const;

/** Values that must never be seen in any output. */
export const patientValues: readonly string[] = [
  patient.dfn,
  patient.icn,
  patient.name,
  patient.lastName,
  patient.dob,
  patient.zip,
  patient.phone,
  ...others.flatMap(({ icn, name, phone }) => [icn, name, phone]),
];
