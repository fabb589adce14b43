"""Pure measures: frames in, Series out; no files, no network, no clock."""
