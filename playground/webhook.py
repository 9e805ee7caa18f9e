"""Pushing updates to the bot's webhook: in order, with the secret, again until one is taken."""

import asyncio
import json

import httpx

from playground.wire import Record
from playground.world import World

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LONGEST_PAUSE = 60.0


class Pusher:
    """Sends what waits while a webhook is set. Between failures it waits 1, 2, 4 ... 60 s."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """No more pushes."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while not self._world.webhook.get("url"):
            await self._world.updates.stirred()
        async with httpx.AsyncClient(timeout=60.0, trust_env=False) as client:
            await self._push_all(client)

    async def _push_all(self, client: httpx.AsyncClient) -> None:
        pause = 1.0
        while True:
            waiting = self._world.updates.take(1) if self._world.webhook.get("url") else []
            if not waiting:
                await self._world.updates.stirred()
            elif await self._push(client, waiting[0]):
                self._world.updates.confirm(waiting[0]["update_id"] + 1)
                pause = 1.0
            else:
                await self._world.clock.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _push(self, client: httpx.AsyncClient, update: Record) -> bool:
        hook = self._world.webhook
        headers = {"Content-Type": "application/json"}
        if hook.get("secret"):
            headers[SECRET] = hook["secret"]
        try:
            answer = await client.post(hook["url"], content=json.dumps(update), headers=headers)
        except httpx.HTTPError as error:
            return self._failed(type(error).__name__)
        return answer.is_success or self._failed(
            f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        )

    def _failed(self, why: str) -> bool:
        hook = self._world.webhook
        hook |= {"last_error_date": self._world.timestamp, "last_error_message": why}
        return False
