"""Visits an MCP endpoint as the official Python client, in each version that it speaks, and prints a JSON object a line.

Arguments: the endpoint's URL. Environment: QM_KEY. Standard input: a JSON list of [tool, arguments]. The client itself
checks what it gets against its models of the protocol, and structured content against each tool's output schema.
"""

import asyncio
import json
import os
import sys

import httpx2
import mcp.client.session as session_module
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client


async def visit(url, calls, mode, version=None):
    if version is not None:
        # What the client offers in the handshake.
        session_module.LATEST_HANDSHAKE_VERSION = version
    headers = {"Authorization": "Bearer " + os.environ["QM_KEY"]}
    async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
        async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:
            tools = (await client.list_tools()).tools
            answers = {}
            for name, arguments in calls:
                result = await client.call_tool(name, arguments)
                answers[name] = {
                    "is_error": bool(result.is_error),
                    "same": json.loads(result.content[0].text) == result.structured_content,
                }
            info = client.server_info
            line = {
                "mode": mode,
                "version": client.protocol_version,
                "server": info.name if info else None,
                "tools": [tool.name for tool in tools],
                "answers": answers,
            }
            print(json.dumps(line), flush=True)


async def main():
    url = sys.argv[1]
    calls = json.load(sys.stdin)
    await visit(url, calls, "auto")
    await visit(url, calls, "2026-07-28")
    for version in ("2025-11-25", "2025-06-18"):
        await visit(url, calls, "legacy", version)


asyncio.run(main())
