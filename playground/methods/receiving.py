"""getMe, getUpdates, the webhook's three methods, getFile."""

from urllib.parse import urlsplit

from playground.messages.files import LARGEST_DOWNLOAD
from playground.methods.fields import Call
from playground.wire import Record, Refused, bad_request
from playground.world import World

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SECRET = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def get_me(world: World, call: Call) -> Record:
    """The bot itself."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
    }
    return {**world.bot, **abilities}


async def get_updates(world: World, call: Call) -> list[Record]:
    """What is new from `offset` on, waiting up to `timeout` seconds for it."""
    if world.webhook.get("url"):
        raise Refused(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    _remember_allowed(world, call)
    limit = min(max(call.integer("limit", 100), 1), 100)
    return await world.updates.poll(call.integer("offset"), limit, call.integer("timeout"))


def set_webhook(world: World, call: Call) -> bool:
    """Have updates pushed to an address; on the playground only to this machine."""
    url, secret = call.text("url"), call.text("secret_token")
    if url and urlsplit(url).hostname not in LOOPBACK:
        raise bad_request("bad webhook: the playground pushes to this machine only")
    if len(secret) > 256 or not set(secret) <= _SECRET:
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(world, call)
    _drop_if_asked(world, call)
    connections = call.integer("max_connections", 40)
    world.webhook = {"url": url, "secret": secret, "max_connections": connections} if url else {}
    world.updates.stir()
    return True


def delete_webhook(world: World, call: Call) -> bool:
    """Go back to getUpdates."""
    _drop_if_asked(world, call)
    world.webhook = {}
    return True


def get_webhook_info(world: World, call: Call) -> Record:
    """Where updates go and how many wait."""
    shown = {name: value for name, value in world.webhook.items() if name != "secret"}
    allowed = {"allowed_updates": world.updates.allowed} if world.updates.allowed else {}
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
        **shown,
        **allowed,
    }


def get_file(world: World, call: Call) -> Record:
    """Where to download a file."""
    stored = world.files.by_id(call.text("file_id"))
    if len(stored.upload.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.record, "file_path": stored.path}


def _remember_allowed(world: World, call: Call) -> None:
    if "allowed_updates" in call:
        world.updates.allowed = [str(kind) for kind in call.fields["allowed_updates"]]


def _drop_if_asked(world: World, call: Call) -> None:
    if call.switch("drop_pending_updates"):
        world.updates.drop_all()
