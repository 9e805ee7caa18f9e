"""All commands, by name."""

import typer

from bot.cli import (
    auditing,
    checking,
    consulting,
    doubting,
    erasing,
    exporting,
    files,
    holding,
    importing,
    keeping,
    replaying,
    rotating,
    saving,
    training,
)

app = typer.Typer(
    name="madang",
    help="Madang (마당): an open-dialogue deliberation bot for Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
agency = typer.Typer(help="Who consults (기관).", no_args_is_help=True)
consultation = typer.Typer(help="What is asked of citizens (의견수렴).", no_args_is_help=True)
audit = typer.Typer(help="The log, and whether it is whole (기록).", no_args_is_help=True)
export = typer.Typer(help="Files for others (내보내기).", no_args_is_help=True)
keys = typer.Typer(help="What seals addresses (열쇠).", no_args_is_help=True)
inbox = typer.Typer(help="What came in and could not be handled (받은 것).", no_args_is_help=True)
outbox = typer.Typer(
    help="What may have gone out already, or not have arrived (보낸 것).", no_args_is_help=True
)

app.command("init")(keeping.init)
app.command("migrate")(keeping.migrate)
app.command("backup")(saving.backup)
app.command("restore")(saving.restore)
app.command("run")(keeping.run)
app.command("retention")(erasing.over)
app.command("health")(checking.health)
app.command("grant")(consulting.grant)
app.command("import")(importing.import_)
app.command("analyse")(files.analyse)
app.command("train-vectors")(training.train_vectors)
app.command("demo")(files.demo)
agency.command("add")(consulting.add_agency)
agency.command("four-eyes")(consulting.four_eyes)
consultation.command("add")(consulting.add_consultation)
consultation.command("list")(consulting.list_consultations)
audit.command("verify")(auditing.verify)
audit.command("head")(auditing.head)
audit.command("export")(auditing.export)
export.command("ogp")(exporting.ogp)
inbox.command("list")(replaying.list_inbox)
inbox.command("replay")(replaying.replay_inbox)
outbox.command("list")(doubting.list_outbox)
outbox.command("resend")(doubting.resend)
outbox.command("held")(holding.held_back)
outbox.command("send")(holding.send)
outbox.command("drop")(holding.drop)
keys.command("rotate")(rotating.rotate)
keys.command("new")(rotating.new)
keys.command("drop")(rotating.drop)
app.add_typer(agency, name="agency")
app.add_typer(consultation, name="consultation")
app.add_typer(audit, name="audit")
app.add_typer(export, name="export")
app.add_typer(keys, name="keys")
app.add_typer(inbox, name="inbox")
app.add_typer(outbox, name="outbox")
