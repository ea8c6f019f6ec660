/** Month names and their usual short forms in English, French, Spanish and Kiswahili, without accents, in small letters. */
const NAMES: readonly (readonly string[])[] = [
  ['january', 'jan', 'janvier', 'janv', 'enero', 'ene', 'januari'],
  ['february', 'feb', 'fevrier', 'fevr', 'fev', 'febrero', 'februari'],
  ['march', 'mar', 'mars', 'marzo', 'machi', 'mac'],
  ['april', 'apr', 'avril', 'avr', 'abril', 'abr', 'aprili'],
  ['may', 'mai', 'mayo', 'mei'],
  ['june', 'jun', 'juin', 'junio', 'juni'],
  ['july', 'jul', 'juillet', 'juil', 'julio', 'julai'],
  ['august', 'aug', 'aout', 'agosto', 'ago', 'agosti'],
  ['september', 'sept', 'sep', 'septembre', 'septiembre', 'setiembre', 'septemba'],
  ['october', 'oct', 'octobre', 'octubre', 'oktoba', 'okt'],
  ['november', 'nov', 'novembre', 'noviembre', 'novemba'],
  ['december', 'dec', 'decembre', 'diciembre', 'dic', 'desemba', 'des'],
]

const MONTHS = new Map(NAMES.flatMap((names, i) => names.map((name) => [name, i + 1] as const)))

/** The number of a month, 1 to 12, from its name. */
export function monthOf(word: string): number | undefined {
  return MONTHS.get(word)
}
