"""/new with a bot that is killed and started again between every two steps."""

from tests.bot.conftest import Bot
from tests.bot.planning import STEPS, opened
from tests.town import Citizen


async def test_the_bot_is_killed_and_started_again_at_every_step(a_bot: Bot) -> None:
    async with a_bot() as town:
        account = (await town.official("Olga")).account
    for words in ("/new", *STEPS.values()):
        account.sends(words)
        async with a_bot() as town:
            await town.settle()
    account.presses("지금 열기")
    async with a_bot() as town:
        await town.settle()
        [made] = opened(town)
        assert account.screen[-1].text.endswith(made.slug)
        assert account.toasts == []


async def test_a_bot_killed_before_it_answers_loses_no_answer(a_bot: Bot) -> None:
    async with a_bot() as town:
        account = (await town.official("Olga")).account
        account.sends("/new")
        await town.app.intake.poll(0)
    for words in STEPS.values():
        account.sends(words)
        async with a_bot() as town:
            await town.app.intake.poll(0)
    async with a_bot() as town:
        await town.settle()
        await Citizen(town, account, "ko").presses("지금 열기")
        assert len(opened(town)) == 1
