"""Map screen: tables and legend of layers."""
