"""Who gives second opinions and treatment: the provider directory."""
