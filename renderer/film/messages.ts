/** Where a film or a sound that is shown lies, for the elements of the page and nobody else: `/film/<32 hexadecimal digits>`. */
export const FILM_PATH = /^\/film\/([0-9a-f]{32})$/

/** The worker asks the page for a film; the answers come over the port that goes with it. */
export interface FilmAsked {
  film: string
}

/** The first word over the port: what the film is, or that nobody shows it any more. */
export type FilmSaid = { size: number; type: string } | { gone: true }

/** Then, again and again: the worker asks for bytes, and gets them or hears that there are no more to be had. */
export interface BytesAsked {
  start: number
  length: number
}
export type BytesSaid = { bytes: ArrayBuffer } | { gone: true }
