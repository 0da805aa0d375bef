"""What `./run` and `./test` do, in plain Python 3.11: machine, cluster, processes. No third-party import."""
