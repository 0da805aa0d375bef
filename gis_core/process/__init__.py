"""Work on files from outside in a process of its own: unprivileged, limited, killed with its whole group."""
