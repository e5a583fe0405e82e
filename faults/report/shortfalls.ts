/** Kills without which the brief form, and the long one of so many rounds, prove too little. */
export const BRIEF_KILLS = 25
export const LONG_KILLS = 500
export const LONG_ROUNDS = 40

interface Done {
  /** Null for the brief form. */
  rounds: number | null
  kills: number
  /** Times that the sweep went through all statements. */
  sweeps: number
}

/** Why a run proves too little, whatever it found. A long form that was asked to be shorter may be as thin as it is. */
export function shortfallsOf({ rounds, kills, sweeps }: Done): string[] {
  if (rounds !== null && rounds < LONG_ROUNDS) return []
  const enough = rounds === null ? BRIEF_KILLS : LONG_KILLS
  return [
    ...(kills < enough ? [`too few kills: ${kills}, at least ${enough} are needed`] : []),
    ...(rounds !== null && sweeps === 0 ? ['the sweep did not get to its end'] : []),
  ]
}
