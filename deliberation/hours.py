"""When the bot may write first: by day, in the agency's own time zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from deliberation.work import Rules


def next_daytime(now: datetime, zone: str, rules: Rules) -> datetime:
    """`now` where it is day there, else the hour at which the day begins."""
    here = now.astimezone(ZoneInfo(zone))
    if rules.quiet_until <= here.hour < rules.quiet_from:
        return now
    day = here.date() if here.hour < rules.quiet_until else here.date() + timedelta(days=1)
    return datetime.combine(day, time(rules.quiet_until), here.tzinfo).astimezone(now.tzinfo)
