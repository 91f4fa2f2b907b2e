"""Which addresses lie on the public internet."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

CARRIES_IPV4: Final = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
"""Mapped addresses and the well-known NAT64 prefix (RFC 6052): the last 32 bits are where the packet ends up."""

GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
"""All that IANA hands out to hosts. Outside lie other NAT64 prefixes, site-local and IPv4-compatible addresses."""

NEVER: Final = (
    IPv4Network("192.88.99.0/24"),  # relays of 6to4
    IPv6Network("2001::/23"),  # Teredo and other assignments that lead to no ordinary host
    IPv6Network("2002::/16"),  # 6to4: a tunnel to any IPv4 address
    IPv6Network("3fff::/20"),  # documentation (RFC 9637), unknown to older Pythons
)
"""What `is_global` lets through, or what reaches an IPv4 host by a detour."""


def is_public(text: str) -> bool:
    """Whether an address belongs to one host of the public internet. What is no address does not."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        if any(address in network for network in CARRIES_IPV4):
            address = IPv4Address(int(address) & 0xFFFFFFFF)
        elif address not in GLOBAL_UNICAST:
            return False
    if any(address in network for network in NEVER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
