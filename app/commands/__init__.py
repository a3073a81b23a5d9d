"""What each verb of the command line does: a module with `run(arguments) -> exit status` for each, imported when it runs."""
