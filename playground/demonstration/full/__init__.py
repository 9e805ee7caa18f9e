"""Three hundred citizens and two months: a consultation from /new to a promise that was kept.

`play` has the scenes in their order, `office`, `answers`, `promise` and `files` what each is about,
`neighbours` further citizens, `days` the calendar and its nights.
"""
