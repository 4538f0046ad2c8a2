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
          # Magnitudes: even steps from almost nothing to bright.
          magnitude:
            colours: [235, 17, 24, 31, 116]
            glyphs: "▁▂▃▄▅▆▇█"
          # Differences around zero.
          difference:
            diverging: true
            colours: [176, 139, 96, 60, 236, 23, 29, 72, 115]
            glyphs: "▼▽·△▲"

        """
}
