import ArgumentParser
import ParallaxCompute

extension BOSRule: ExpressibleByArgument {}
