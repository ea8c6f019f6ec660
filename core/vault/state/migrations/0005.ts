/** The space that a complete file was sealed for; null for those from before, which are all for the House. */
export const MIGRATION_5 = `
ALTER TABLE loose_files ADD COLUMN space_id BLOB CHECK (length(space_id) = 32);
`
