// What every file of this module may use: the module below, and what that stands on.
@_exported import ParallaxWorld
