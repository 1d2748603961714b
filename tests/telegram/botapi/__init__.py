"""A strict Bot API server on the loopback, for tests: it refuses what the platform refuses.

https://core.telegram.org/bots/api
"""

from botapi.platform import Platform
from botapi.serving import Server, serving

__all__ = ["Platform", "Server", "serving"]
