"""Ids as they may be kept or logged: keyed hashes, the same over restarts and of no use without the token."""

import hmac
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True, repr=False)
class Pseudonyms:
    """Makes pseudonyms, and the webhook's secrets, from the bot's token."""

    token: str

    def of(self, id: int) -> str:
        """Sixteen hexadecimal digits for a user or a chat."""
        return self.derive(f"id {id}")[:16]

    def derive(self, purpose: str) -> str:
        """Sixty-four hexadecimal digits for a purpose."""
        return hmac.new(self.token.encode(), purpose.encode(), sha256).hexdigest()
