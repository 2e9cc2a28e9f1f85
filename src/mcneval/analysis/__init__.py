"""The qualitative analysis: frames in, frames out; no files, no drawing."""
