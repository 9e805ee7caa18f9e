"""An attack: two thousand messages by two hundred accounts, among three hundred honest citizens.

`blows` is what the attackers write, `attackers` how they send it, `desk` the moderators' evening,
`outcry` what honest people and the office do about it, `aftermath` what must have held at the end,
`play` the scenes in their order.
"""
