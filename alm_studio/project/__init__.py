"""One SQLite file for each project, written as things happen, and an index over all of them."""
