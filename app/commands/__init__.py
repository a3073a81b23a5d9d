"""What each verb of the command line does: one module with `run(arguments) -> exit status` a verb, imported when it runs."""
