"""Handing one short message to the gateway of a deployment; off unless one is named.

Spoken is Alibaba Cloud's SendSms (version 2017-05-25, RPC style): the parameters go as a form,
sorted and signed with HMAC-SHA1 under the key's secret; `Code` "OK" means the gateway took it.
The registered template has one hole, `title`: no personal data and no demand's text go out.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx

from backend.settings import Settings

TIMEOUT_SECONDS = 10
LONGEST_TITLE = 35
"""Longer ones the gateway refuses."""


class SmsError(Exception):
    """The gateway did not take a message. Says the kind of failure only, never the number."""


def encoded(value: str) -> str:
    """RFC 3986, as the signature wants it."""
    return quote(value, safe="-_.~")


def signature(parameters: Mapping[str, str], secret: str) -> str:
    """HMAC-SHA1 over the sorted parameters, in base64."""
    query = "&".join(f"{encoded(k)}={encoded(v)}" for k, v in sorted(parameters.items()))
    text = f"POST&{encoded('/')}&{encoded(query)}"
    digest = hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


@dataclass(frozen=True)
class Gateway:
    """Where short messages go, under which key, by which registered signature and template."""

    url: str
    key_id: str
    secret: str
    sign: str
    template: str

    def _parameters(self, id: UUID, phone: str, title: str) -> dict[str, str]:
        words = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
        return {
            "AccessKeyId": self.key_id,
            "Action": "SendSms",
            "Format": "JSON",
            "OutId": str(id),
            "PhoneNumbers": phone,
            "SignName": self.sign,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": str(uuid4()),
            "SignatureVersion": "1.0",
            "TemplateCode": self.template,
            "TemplateParam": json.dumps({"title": words}, ensure_ascii=False),
            "Timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "Version": "2017-05-25",
        }

    async def send(self, id: UUID, phone: str, title: str) -> None:
        """Send one message; `id` is the same at each attempt. Raises SmsError when not taken."""
        form = self._parameters(id, phone, title)
        form["Signature"] = signature(form, self.secret)
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
                answer = await client.post(self.url, data=form)
                code = answer.json()["Code"]
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise SmsError(type(error).__name__) from None
        if code != "OK":
            raise SmsError(str(code)[:60])


def gateway_of(settings: Settings) -> Gateway | None:
    """The gateway of this deployment; None, as delivered, sends no short messages."""
    if not settings.sms_url:
        return None
    return Gateway(
        url=settings.sms_url,
        key_id=settings.sms_key_id,
        secret=settings.sms_key_secret,
        sign=settings.sms_sign,
        template=settings.sms_template,
    )
