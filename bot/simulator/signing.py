"""Slack's request signature, version 0: HMAC-SHA256 over `v0:{timestamp}:{raw body}`."""

import hashlib
import hmac


def signature_headers(body: bytes, timestamp: int, secret: str) -> dict[str, str]:
    """Return the two headers that prove a request comes from Slack."""
    base = b"v0:%d:%s" % (timestamp, body)
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}
