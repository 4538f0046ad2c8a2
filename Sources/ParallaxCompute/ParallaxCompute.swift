/// Files, texts, models, measures, the world around them, comparisons and claims as one library: `import ParallaxCompute` brings all of it.
@_exported import ParallaxClaims
@_exported import ParallaxComparisons
