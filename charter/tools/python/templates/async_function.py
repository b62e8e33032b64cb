"""Async function: several things at once, each waiting for something."""

import asyncio


async def _length(text: str) -> int:
    await asyncio.sleep(0)  # put what takes time here
    return len(text)


async def measure_texts(texts: list[str]) -> dict[str, int]:
    """Counts the characters of several texts, all at once.

    Args:
        texts: what is counted.
    """
    lengths = await asyncio.gather(*(_length(text) for text in texts))
    return dict(zip(texts, lengths, strict=True))
