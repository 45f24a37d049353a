"""HTTP routes next to the screens: sign-in, drawing, joining, quick exit, tiles, assets, health."""
