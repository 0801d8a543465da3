"""Where this machine is reached on the local network, and how many may be connected to it."""

import socket
import sys
from contextlib import closing, suppress


def lan_address() -> str | None:
    """This machine's address on the local network, or None without one. Sends nothing."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation: only the route is looked up
            address: str = probe.getsockname()[0]
        except OSError:
            return None
    return None if address.startswith("127.") else address


def allow_connections() -> None:
    """Let this process have as many connections open as the system allows; it begins with fewer, often 1 024 or 256."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS names no bound, and takes no more than its OPEN_MAX
    most = max(soft, 10_240) if hard == resource.RLIM_INFINITY else hard
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
