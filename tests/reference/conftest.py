"""What was not compared for want of the peer packages is said at the end of the run."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that nothing was compared."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "tests/reference/" in report.nodeid]
    if skipped:
        terminalreporter.write_line(
            f"SKIPPED: PySAL absent: {len(skipped)} comparisons did not run (install requirements-reference.txt)",
            red=True,
            bold=True,
        )
