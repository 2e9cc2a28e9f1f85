"""Other tools' files in and out: projects, codebooks, spreadsheets, transcripts."""
