"""From the bytes of a file to rows of text with their geometry: :func:`data.importing.reading.files.read_file`."""
