"""`python -m matcher` is the same as `matcher`."""

from matcher.cli import main

if __name__ == "__main__":
    main()
