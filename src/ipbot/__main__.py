"""`python -m ipbot` is the same as `ipbot`."""

from ipbot.cli import main

if __name__ == "__main__":
    main()
