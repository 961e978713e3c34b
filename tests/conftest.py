"""An interrupt is heard in every test, even where the suite runs as a job in the background, which ignores it."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # inherited, and handed on to every process a test starts
    signal.signal(signal.SIGINT, signal.default_int_handler)
