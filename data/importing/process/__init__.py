"""Files of others are read, and long imports run, in processes of their own."""
