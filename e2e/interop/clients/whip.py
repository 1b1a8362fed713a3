"""WHIP and WHEP over HTTP for the Python clients: what they have in common, and nothing that one of them does its own way."""

import asyncio
import json
import signal
import urllib.error
import urllib.request

import aioice.ice

# Host candidates that reach a régie on the loopback address, which aioice leaves out.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]


def request(method, url, token, offer=None):
    """Status, headers and body of the answer; redirects and errors come back as they are. WHEP goes without a token."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    if offer is not None:
        headers["Content-Type"] = "application/sdp"
    asking = urllib.request.Request(url, offer and offer.encode(), headers, method=method)
    try:
        with urllib.request.urlopen(asking, timeout=8) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


async def until_told():
    """Returns when this process is asked to end."""
    told = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, told.set)
    await told.wait()


def say(**facts):
    """A line for the test."""
    print(json.dumps(facts), flush=True)
