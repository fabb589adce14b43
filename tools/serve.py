"""`streamlit run app.py`, ended by Ctrl+C without a complaint. Runs in the environment; options are Streamlit's."""

import sys

import click
from streamlit.web import cli


def main() -> None:
    """Serve until interrupted."""
    try:
        cli.main(["run", "app.py", *sys.argv[1:]], prog_name="streamlit", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        print("Beendet. Ended.")


if __name__ == "__main__":
    main()
