import type { ImportField } from '../../engine/contract/import-fields.ts'

/**
 * What columns are called that fill a further field: without accents, in small letters; English, Kiswahili, French, Spanish. The whole name has to be one of
 * these, or end or begin with one that has two words or more: "case number (police)". What is left open a person can still choose.
 */
const FIELD_HEADERS: Partial<Record<ImportField, string>> = {
  types: `
    types, type, kind, kinds, category, incident type, type of incident, kind of incident, type of violence, type of violation,
    violation type, violation, aina, aina ya tukio, aina ya ukiukaji, aina ya ukatili, categorie, type d incident, type de violence,
    type de violation, nature des faits, tipo, categoria, tipo de incidente, tipo de violencia, tipo de violacion, tipo de hecho`,
  time: `
    time, time of day, time of incident, incident time, hour, saa, muda, heure, heure des faits, hora, hora del incidente`,
  about: `
    about, date is about, approximate, approximate date, date is approximate, estimated date, takriban, tarehe ya takriban,
    approximatif, date approximative, aproximada, fecha aproximada`,
  end: `
    end, end date, until, date ended, tarehe ya mwisho, mwisho, fin, date de fin, jusqu au, fecha final, fecha de fin, hasta`,
  place: `
    exact place, exact address, exact location, latitude, longitude, lat, lon, lng, long, gps, coordinates, gps coordinates,
    geolocation, lat lon, lat long, mahali hasa, anwani kamili, adresse exacte, lieu exact, coordonnees, coordonnees gps,
    direccion exacta, lugar exacto, coordenadas, ubicacion exacta`,
  summary: 'short summary, in a few sentences, abstract, muhtasari mfupi, resume court, resumen breve',
  method: `
    method, means, how it was done, weapon, weapon used, weapons, mbinu, silaha, methode, moyen, arme, metodo, medio, arma`,
  reason: `
    reason, stated reason, reason given, the reason they gave, motive, charge, charges, alleged offence, sababu, sababu iliyotolewa,
    mashtaka, motif, motif invoque, raison, raison invoquee, motivo, motivo alegado, razon, cargos`,
  certainty: 'certainty, how sure, how sure we are, verification, verified, uhakika, certitude, certeza',
  placeKind: `
    kind of place, type of place, place type, type of location, location type, what kind of place, aina ya mahali, type de lieu,
    tipo de lugar`,
  recordedBy: `
    recorded by, documented by, entered by, reported by, recorder, staff, paralegal, peer educator, imerekodiwa na, mrekodi,
    enregistre par, saisi par, registrado por, documentado por`,
  knownBy: `
    how known, how we know it, source, source of information, information source, chanzo, chanzo cha taarifa,
    source de l information, fuente, fuente de informacion`,
  reliability: 'reliability, source reliability, uaminifu, fiabilite, fiabilidad, confiabilidad',
  language: 'language, lugha, langue, idioma, lengua',
  received: `
    date received, received, received on, date reported, reported on, report date, date of report, tarehe ya kupokea,
    tarehe ya kuripoti, date de reception, date du signalement, fecha de recepcion, fecha de denuncia, fecha del reporte`,
  interviewedBy: `
    interviewed by, already interviewed by, interviewer, amehojiwa na, interroge par, entrevistado por, entrevistada por`,
  feedbackDue: `
    feedback due, follow up date, follow up by, next follow up, tarehe ya kufuatilia, date de suivi, fecha de seguimiento`,
  feedbackDone: 'feedback given, feedback done, followed up on',
  response: `
    response, action taken, actions taken, what was done, what we did, intervention, support given, support offered, follow up,
    hatua, hatua zilizochukuliwa, msaada uliotolewa, reponse, actions menees, mesures prises, suivi, respuesta, acciones,
    acciones tomadas, medidas tomadas, seguimiento, apoyo brindado`,
  outcome: 'outcome, result, status, what came of it, matokeo, hali, resultat, statut, resultado, estado del caso',
  detention: `
    kind of detention, detention type, type of detention, how they were held, aina ya kizuizi, type de detention, tipo de detencion`,
  heldAt: `
    held at, where held, place of detention, detained at, where they were held, detention place, station where held,
    mahali alipozuiliwa, kituo alipozuiliwa, lieu de detention, detenu a, lugar de detencion`,
  custody: 'custody acknowledged',
  contactOutside: 'contact with outside, contact outside, phone call allowed',
  lawyer: `
    lawyer, legal representation, access to lawyer, advocate, wakili, avocat, acces a un avocat, abogado, abogada, acceso a abogado`,
  statement: 'statement signed, statements signed, signed statement, signed anything',
  statementExplained: 'how it was explained, how the statement was explained',
  medical: 'medical attention, medical care, medical care in custody, matibabu, soins, soins medicaux, atencion medica',
  caseNumber: `
    case number, case no, case nr, case id, ob, ob no, ob number, occurrence book number, occurrence book, police case number,
    police report number, namba ya kesi, nambari ya kesi, namba ya ob, numero de dossier, numero d affaire, numero de caso,
    numero de expediente, expediente`,
  bail: 'bail, bail or fine, fine, bail amount, cash bail, dhamana, faini, caution, amende, fianza, multa',
  released: `
    released, released on, release date, date of release, date released, tarehe ya kuachiliwa, kuachiliwa, date de liberation,
    liberation, fecha de liberacion, liberacion`,
  'harmed.name': `
    harmed, who was harmed, pseudonym, victim, victims, victim name, name of victim, survivor, survivor name, victim s name,
    complainant, alias, nickname, client code, victim code, survivor code, mwathirika, jina la mwathirika, waathiriwa, jina bandia,
    victime, nom de la victime, pseudonyme, surnom, plaignant, victima, nombre de la victima, seudonimo, apodo`,
  'harmed.role': `
    harmed role, victim role, role of victim, victim type, type of victim, aina ya mwathirika, role de la victime,
    rol de la victima, tipo de victima`,
  'harmed.people': `
    harmed people, number of victims, victims count, no of victims, number of people harmed, number of people, how many people,
    how many, number affected, idadi, idadi ya waathiriwa, nombre de victimes, combien de personnes, numero de victimas,
    cuantas personas`,
  'harmed.injuries': 'harmed injuries, injuries, injury, how badly hurt, majeraha, blessures, lesions, lesiones, heridas',
  'harmed.what': 'harmed what, what happened to them, effect on victim, impact, harm, madhara, prejudice, dano, consecuencias',
  'harmed.needs': `
    harmed needs, needs, support needed, help needed, what they need, mahitaji, msaada unaohitajika, besoins, necesidades,
    apoyo necesario`,
  'perpetrator.name': `
    perpetrator, perpetrators, who did it, perpetrator name, name of perpetrator, officer, officer name, name of officer, suspect,
    abuser, mtuhumiwa, mhusika, jina la afisa, aliyetenda, auteur, nom de l auteur, nom de l agent, responsable, agresseur, autor,
    perpetrador, agresor, nombre del agente, nombre del agresor`,
  'perpetrator.kind': `
    perpetrator kind, perpetrator type, type of perpetrator, kind of perpetrator, perpetrator category, aina ya mhusika,
    type d auteur, tipo de agresor, tipo de perpetrador, tipo de autor`,
  'perpetrator.degree': 'perpetrator degree, degree of involvement, their part in it, degre d implication, grado de participacion',
  'perpetrator.people': `
    perpetrator people, number of perpetrators, number of officers, how many of them, idadi ya wahusika, nombre d auteurs,
    numero de agresores`,
  'perpetrator.unit': `
    perpetrator unit, unit, unit or station, police unit, station, police station, kituo, kituo cha polisi, unite, commissariat,
    poste de police, brigade, unidad, comisaria, estacion de policia`,
  'perpetrator.rank': 'perpetrator rank, rank, officer rank, cheo, grade, rang, rango, grado',
  'perpetrator.badge': `
    perpetrator badge, badge, badge number, badge no, service number, officer number, force number, namba ya afisa, matricule,
    numero de badge, placa, numero de placa`,
  'perpetrator.vehicle': `
    perpetrator vehicle, vehicle, car, number plate, plate number, vehicle registration, gari, namba ya gari, vehicule,
    immatriculation, vehiculo, matricula del vehiculo`,
  'perpetrator.note': `
    perpetrator note, description of perpetrator, perpetrator description, how to know them again, descripcion del agresor,
    description de l auteur`,
}

const BY_NAME = new Map(
  Object.entries(FIELD_HEADERS).flatMap(([field, names]) => names.split(',').map((name) => [name.trim(), field as ImportField] as const)),
)
const LONG = [...BY_NAME].filter(([name]) => name.includes(' '))

/** The field that a column of this name fills (a name as `guess.ts` compares it); null where that is not plain. `exact`: the name says so and nothing else. */
export function fieldNamed(name: string): { field: ImportField; exact: boolean } | null {
  const whole = BY_NAME.get(name)
  if (whole !== undefined) return { field: whole, exact: true }
  const part = LONG.filter(([words]) => name.startsWith(`${words} `) || name.endsWith(` ${words}`)).toSorted(
    ([a], [b]) => b.length - a.length,
  )[0]
  return part ? { field: part[1], exact: false } : null
}
