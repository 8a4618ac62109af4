"""The one typed settings object, read from TEPAI_* environment variables."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything a deployment may choose; the README's table lists the same names."""

    model_config = SettingsConfigDict(env_prefix="TEPAI_")

    database_url: str = ""
    """SQLAlchemy URL of an external PostgreSQL; empty means the embedded one."""
    data_dir: Path = Path(".tepai")
    """Where keys, uploads and the embedded database live."""
    font_dir: Path = Path("frontend/node_modules/@expo-google-fonts")
    """Fonts of official papers; a folder `own` in it adds the site's licensed ones (仿宋)."""
    host: str = "127.0.0.1"
    """Address to listen on; behind a container's port mapping use 0.0.0.0."""
    port: int = 8000
    public_url: str = ""
    """Where people reach the site: in mails and codes on paper. Empty: 127.0.0.1 and the port."""
    demo: bool = True
    """Whether `make run` loads the demo province into an empty database."""
    workers: int = 2
    secure_cookies: bool = False
    """Set to true behind HTTPS: the refresh cookie is then Secure, and answers carry HSTS."""
    access_token_minutes: int = 10
    refresh_token_days: int = 14
    body_limit_bytes: int = 2 * 1024 * 1024
    upload_limit_bytes: int = 20 * 1024 * 1024
    header_timeout_seconds: float = 10
    request_timeout_seconds: float = 30
    hashing_threads: int = 1
    """Password hashes worked on at once in one process; each takes 64 MiB and 0.15 s."""
    login_attempts: int = 10
    """Failed sign-ins allowed per account and per address in five minutes."""
    smtp_url: str = ""
    """smtp://user:password@host:port of the outgoing mail server; empty keeps mail queued."""
    mail_from: str = "tepai@localhost"
    """The sender's address of outgoing mail."""
    sms_url: str = ""
    """The gateway for short messages (SendSms of Alibaba Cloud); empty sends none."""
    sms_key_id: str = ""
    sms_key_secret: str = ""
    sms_sign: str = ""
    """The registered signature of short messages."""
    sms_template: str = ""
    """The registered template, with the one hole `title`."""
    wechat_app_id: str = ""
    """The service account (服务号) that tells people in WeChat; without it nobody is offered."""
    wechat_secret: str = ""
    wechat_template: str = ""
    """Its registered template message, with the three holes named next."""
    wechat_fields: str = Field(default="thing1,thing2,time3", pattern=r"^[^,]+,[^,]+,[^,]+$")
    """What the template calls the kind of matter, what happened, and when."""
    wechat_api_url: str = "https://api.weixin.qq.com"
    wechat_open_url: str = "https://open.weixin.qq.com"
    """Where people let the service account know who they are."""
    clamd: str = ""
    """host:port of a ClamAV daemon that looks into every upload; empty means none does."""
    embedding_url: str = ""
    """Base address of a site's own model server, before /embeddings; empty ranks by words alone."""
    embedding_model: str = ""
    embedding_version: str = "1"
    """Raise it when the server's model changes: vectors of another version are made anew."""
    embedding_dimension: int = 0
    embedding_key: str = ""
    """Sent as a bearer token, if the server asks for one."""
    rehearsal_clock: datetime | None = None
    """An aware moment the clock starts at instead of now: for rehearsing a monthly round."""
    trusted_proxy: bool = False
    """Read the client's address from X-Forwarded-For (only behind our own proxy)."""

    @property
    def site_url(self) -> str:
        """The site's address, without a slash at its end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
