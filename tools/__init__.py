"""Start, check, and the derivation of the bundled data: nothing here runs inside the atlas."""
