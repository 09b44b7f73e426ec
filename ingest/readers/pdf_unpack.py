"""How long a PDF's stream gets when it is unpacked, by the two older ways of packing.

Only the length is worked out, and no further than asked, so a bomb takes no memory.
"""

from __future__ import annotations

_CLEAR, _END, _FIRST = 256, 257, 258
_WIDEST = 4_096


def run_length(stream: bytes, most: int) -> int:
    """Bytes that a RunLengthDecode stream unpacks to (ISO 32000-1, 7.4.5); stops past `most`."""
    size = at = 0
    while at < len(stream) and size <= most:
        sign = stream[at]
        if sign == 128:
            break
        size += sign + 1 if sign < 128 else 257 - sign
        at += sign + 2 if sign < 128 else 2
    return size


def lzw_length(stream: bytes, most: int) -> int:
    """Bytes that an LZWDecode stream unpacks to (ISO 32000-1, 7.4.4); stops past `most`."""
    lengths = [1] * _FIRST
    size = bits = held = before = 0
    width = 9
    for byte in stream:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & (1 << width) - 1
        if code == _END or size > most:
            break
        if code == _CLEAR:
            del lengths[_FIRST:]
            width, before = 9, 0
            continue
        if before and len(lengths) < _WIDEST:
            lengths.append(before + 1)
        before = lengths[code] if code < len(lengths) else before + 1
        size += before
        width = min(12, max(9, (len(lengths) + 1).bit_length()))
    return size
