"""`python -m matcher` is the same as `matcher`."""

import os
import sys


def main() -> None:
    """The console script. Ctrl-C while the program is still being loaded, or already ending, is no trace either."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads would wait busily: nothing here is for them
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it asks every installed package for some
    try:
        from matcher.garbage import collect_seldom

        collect_seldom()  # before the rest is loaded, whose objects stay
        from matcher.cli import main as command_line

        command_line()
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
