/** What a shell says when the engine refuses a profile before any screen can: what happened, that nothing is lost, what to do. */
const SENTENCES: Readonly<Record<string, string>> = {
  PROFILE_BUSY: 'This log is open in another Parasol window. Nothing is lost. Go on there, or close it and start Parasol again.',
  PROFILE_FOREIGN:
    'The folder for this log holds files of another program, so Parasol has not touched it. Start Parasol with another folder: npm start -- --profile DIR',
  PROFILE_READ_ONLY:
    'Parasol may not write to the folder of this log. What is in it is unchanged. Allow writing there, or start Parasol with another folder: npm start -- --profile DIR',
  DISK_FULL: 'The disk is full, so Parasol cannot open this log. What is in it is safe. Make some space and start Parasol again.',
  VAULT_DAMAGED:
    'Both copies of the file that opens this log are damaged. Parasol has not changed anything. What you wrote is still in the folder, but locked. Keep it as it is, and ask someone you trust with computers for help.',
  NEWER_VERSION: 'This log was written by a newer Parasol. Nothing is lost. Start it with the newer version.',
}

/** The sentence for the code of a refusal. An unknown code gets one that is true of all of them. */
export function refusalSentence(code: string | null): string {
  return (
    SENTENCES[code ?? ''] ??
    'Parasol cannot open this log. Nothing in its folder has been changed. Start Parasol again; if it stays so, keep a copy of the folder.'
  )
}
