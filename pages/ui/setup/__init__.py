"""Setup screen: steps that create and complete a community."""
