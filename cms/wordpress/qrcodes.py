"""Draws QR codes, so that no reader asks another site for one."""

from __future__ import annotations

import io

import segno

from cms.wordpress.refs import QrRef


def draw(ref: QrRef) -> bytes:
    """Give a QR code as PNG; raises ValueError for too much text, or for what is no colour."""
    picture = io.BytesIO()
    code = segno.make(ref.data, micro=False)
    code.save(picture, kind="png", scale=8, border=2, dark=ref.colour, light=ref.background)
    return picture.getvalue()
