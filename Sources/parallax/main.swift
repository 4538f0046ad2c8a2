import ParallaxCommands

Parallax.main()
