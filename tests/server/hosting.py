"""A server of a small content root with stand-ins for the workshop and its people; the tests run it as a process.

Usage: python hosting.py ROOT MAX_KERNELS [PORT [POOL PAGE...]]. Writes its address, then a line when it has stopped.
"""

import sys
from pathlib import Path
from typing import Any

from jupyter_server.auth import IdentityProvider, User

from samhandling.server.app import PortBusy, Server


class Cookie(IdentityProvider):
    """A visitor is who the cookie says."""

    auth_enabled = True
    login_available = False

    def get_user(self, handler: Any) -> User | None:
        name = handler.get_cookie("visitor")
        return User(username=name) if name else None


class Workshop:
    """Opens every page to any visitor, but the cockpit only to the one called facilitator."""

    def may_open(self, handler: Any, page: str) -> str | None:
        visitor = handler.get_cookie("visitor")
        if page == "cockpit" and visitor != "facilitator":
            return "/pin"
        return None if visitor else "/"

    def language(self, handler: Any) -> str:
        return "en" if handler.get_cookie("language") == "en" else "sv"


def main(root: str, max_kernels: str, port: str = "0", pool: str = "0", *pages: str) -> None:
    server = Server.create(
        root=Path(root), host="127.0.0.1", port=int(port), own_handlers=[], settings={"samhandling": Workshop()},
        cookie_secret=b"only for tests", max_kernels=int(max_kernels), identity=Cookie,
        pool=int(pool), pages=pages,
    )  # fmt: skip
    try:
        server.run(lambda url: print(url, flush=True), lambda: print("stopped", flush=True))
    except PortBusy as busy:
        print(f"busy {busy.port}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
