"""The demonstration: one whole dialogue, played by people of the playground with the real bot.

`stage` puts up the playground and starts `madang run` as a child, `actors` are people who wait for
what the bot says; `headless`, `petitions` and `full` are the plays, `figures` reads what came of
them.
"""
