"""`python -m matcher` is the same as `matcher`."""

import sys


def main() -> None:
    """The console script, deaf to nothing: Ctrl-C while the program is still being loaded is no trace either."""
    try:
        from matcher.cli import main as command_line
    except KeyboardInterrupt:
        print("Interrupted before anything was read.", file=sys.stderr)
        sys.exit(130)
    command_line()


if __name__ == "__main__":
    main()
