"""One drawing a function: a frame in, a drawing out; one look for all."""
