"""Who is first. The claim is a lock that the system drops when its process ends, however that ends: it is never stale."""

from __future__ import annotations

import os
from types import TracebackType

from app.instance.place import claim_file
from app.locks import lock

__all__ = ["Claim", "taken"]


class Claim:
    """Held until `release` or the end of the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls) -> Claim | None:
        """The claim, or None when another process holds it."""
        descriptor = os.open(claim_file(), os.O_RDWR | os.O_CREAT, 0o600)
        if lock(descriptor):
            return cls(descriptor)
        os.close(descriptor)
        return None

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Claim:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


def taken() -> bool:
    """Whether a Hush is running or just starting. Holds the claim for an instant to know."""
    claim = Claim.take()
    if claim is not None:
        claim.release()
    return claim is None
