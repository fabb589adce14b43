"""``python -m data``: the manager's work on the command line."""

import sys

from data.commands.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
