"""The numbers that keep the served pages answering under load and abuse; `docs/deployment.md` explains each."""

from __future__ import annotations

from typing import Any

KIB, MIB = 1024, 1024 * 1024

THREADS = 8
CONNECTIONS = 256  # open at once; when there are more, the one that has waited longest without a whole request goes
HEADER_AT_MOST = 16 * KIB
FORM_AT_MOST = MIB  # any request but an upload, from anybody
UPLOAD_AT_MOST = 200 * MIB  # a register, from somebody who is signed in, to a page that takes a file
IN_MEMORY_AT_MOST = 64 * KIB  # of one body; the rest of it waits in a temporary file
GRACE_SECONDS = 15  # to send a whole request, beside the time that its size may take
SLOWEST_BYTES_A_SECOND = 32 * KIB
IDLE_SECONDS = 60  # a connection on which nothing is asked
LOOK_EVERY_SECONDS = 5  # for connections that have had their time

REQUESTS_A_MINUTE = 300  # of one session
REQUESTS_A_MINUTE_OF_AN_ADDRESS = 1_500  # an office may stand behind one address


def waitress_options(trusted_proxy: str = "") -> dict[str, Any]:
    """The settings of the server's own limits. `trusted_proxy`: the one whose X-Forwarded-For is believed, '' for none.

    `ident` None sends no `Server` header; socket errors are the clients' own affair and are not logged.
    """
    proxy = {"trusted_proxy": trusted_proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": "x-forwarded-for"}
    return {
        "threads": THREADS,
        "ident": None,
        "url_scheme": "https",
        "connection_limit": CONNECTIONS + 16,  # a few more than are kept, while the oldest are being closed
        "channel_timeout": IDLE_SECONDS,
        "cleanup_interval": LOOK_EVERY_SECONDS,
        "max_request_header_size": HEADER_AT_MOST,
        "max_request_body_size": FORM_AT_MOST + 1,
        "inbuf_overflow": IN_MEMORY_AT_MOST,
        "asyncore_use_poll": True,  # select() ends at 1,024 files
        "log_socket_errors": False,
        **(proxy if trusted_proxy else {}),
    }
