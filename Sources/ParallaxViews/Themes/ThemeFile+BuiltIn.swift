extension ThemeFile {
    /// The default theme for where no file is found: the text of Themes/default.yaml, which a test compares.
    static let builtIn = """
        # Parallax on a dark terminal. Colours are indices of the 256-colour palette (16-255 look the same everywhere), "#rrggbb"
        # (the nearest index is taken), "default" (the terminal's own) or a name from the palette below.
        # A theme of your own may begin with "inherits: default" and say only what differs.
        name: default

        palette:
          mist: 246
          slate: 240
          accent: 214
          shade: 236

        roles:
          text: default
          strong: {bold: true}
          dim: mist
          heading: {bold: true}
          border: slate
          bar: 110
          # The one accent: where the cursor is, and what the person changed.
          accent: {foreground: accent, bold: true}
          cursor: {foreground: 16, background: accent, bold: true}
          selection: {background: shade}
          key: {foreground: 252, bold: true}
          hint: mist
          warning: 179
          good: 108
          bad: {foreground: 203, bold: true}

        ramps:
          # From little to much, in even steps from almost the background; a hue for each quantity. One that is left out looks like
          # magnitude, in colours and glyphs.
          magnitude:
            colours: [236, 24, 31, 74, 117]
            glyphs: "▁▂▃▄▅▆▇█"
          fraction: {colours: [236, 23, 29, 72, 115]}
          count: {colours: [236, 54, 97, 140, 183]}
          entropy: {colours: [238, 60, 103, 146, 189]}
          rank: {colours: [238, 95, 137, 180, 223]}
          surprise: {colours: [236, 88, 131, 174, 217]}
          # Differences around zero, which is quiet.
          difference:
            diverging: true
            colours: [182, 139, 96, 238, 65, 108, 151]
            glyphs: "▼▽·△▲"

        """
}
