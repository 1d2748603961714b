"""Whether an address is one of those that a setting names."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network


def is_in(networks: Iterable[str], address: str) -> bool:
    """Whether an IP address belongs to any of the networks; what is no address belongs to none."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in ip_network(network) for network in networks)
