"""`python -m geo`: the command line of Amparo."""

from geo.commands.main import amparo

if __name__ == "__main__":
    amparo(prog_name="python -m geo")
