"""Who works for an agency: invitations, roles, menus, second looks."""
