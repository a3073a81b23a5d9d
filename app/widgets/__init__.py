"""What a person sees. Widgets show view models and call controllers; they know no thread and no engine."""
