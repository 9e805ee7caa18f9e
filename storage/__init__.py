"""All SQL lives here: tables, the database, and one file of queries a term."""
