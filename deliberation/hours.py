"""When the bot may write first: by day, in the agency's own time zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from deliberation.work import Rules


def next_daytime(now: datetime, zone: str, rules: Rules) -> datetime:
    """`now` where it is day there, else the hour at which the day begins."""
    here = now.astimezone(ZoneInfo(zone))
    if not _is_quiet(here.hour, rules):
        return now
    day = here.date() if here.hour < rules.quiet_until else here.date() + timedelta(days=1)
    return datetime.combine(day, time(rules.quiet_until), here.tzinfo).astimezone(now.tzinfo)


def _is_quiet(hour: int, rules: Rules) -> bool:
    """Most nights begin before midnight; one from 1 to 7 does not."""
    if rules.quiet_from <= rules.quiet_until:
        return rules.quiet_from <= hour < rules.quiet_until
    return hour >= rules.quiet_from or hour < rules.quiet_until
